import { get } from "node:http";

// Docker runs this every few seconds in every replica, so it loads nothing but node:http.
const limitMs = 3000;
const port = process.env.PORT || "8000";

const request = get({ host: "127.0.0.1", port, path: "/livez", signal: AbortSignal.timeout(limitMs) });
request.on("response", ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1));
request.on("error", () => process.exit(1));
