import { get } from "./http.ts";

// Docker runs this every few seconds in every replica, so it loads nothing else.
// With the argument `gate` it asks what visitors ask, as a probe, which counts nothing.
const limitMs = 3000;
const port = process.env.PORT || "8000";
const paths = process.argv[2] === "gate" ? ["/readyz", "/", "/count"] : ["/livez"];
const headers = { "Sec-Purpose": "prefetch", "X-Tally-Probe": "gate" };

let open = paths.length;
for (const path of paths) {
  const request = get({ host: "127.0.0.1", port, path, headers, signal: AbortSignal.timeout(limitMs) });
  request.on("response", ({ statusCode }) => {
    open -= 1;
    if (statusCode !== 200) process.exit(1);
    if (open === 0) process.exit(0);
  });
  request.on("error", () => process.exit(1));
}
