import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import { parseLogLine } from "../../../stack/logs/log-line.ts";
import { renderJson, renderLine } from "../../../stack/logs/render-line.ts";

const at = "2026-11-21T15:00:00.123456789Z";

function render(fields: object | string, container = "tally-dev-service-aaaa-1"): string {
  const text = typeof fields === "string" ? fields : JSON.stringify(fields);
  return stripVTControlCharacters(renderLine(parseLogLine(container, `${at} ${text}`), "dev", 14));
}

describe("renderLine", () => {
  it("shows a request in a line, with the id that joins it to the proxy's", () => {
    const identity = { level: "info", time: "t", release: "aaaa", replica: "r", env: "dev", msg: "request" };
    const request = { requestId: "abc", method: "GET", route: "/count", status: 200, client: "192.0.2.7" };
    expect(render({ ...identity, ...request, durationMs: 1.25 })).to.equal(
      "15:00:00.123 service-aaaa-1 info  GET /count 200 1.25 ms 192.0.2.7 id=abc",
    );
    const passed = { requestId: "abc", client: "192.0.2.7", method: "GET", path: "/count", status: 200 };
    const proxied = {
      ...passed,
      bytes: 9,
      durationSeconds: 0.002,
      upstream: "10.0.0.2:8000",
      upstreamStatus: "200",
    };
    expect(render({ level: "info", ...proxied }, "tally-dev-proxy")).to.equal(
      "15:00:00.123 proxy          info  GET /count 200 2 ms 192.0.2.7 → 10.0.0.2:8000 id=abc",
    );
  });

  it("shows a message with what belongs to it", () => {
    expect(render({ level: "warn", msg: "draining", drainMs: 10 })).to.match(/warn {2}draining drainMs=10$/);
  });

  it("shows an error with its stack and its cause", () => {
    const err = {
      type: "Error",
      message: "boom",
      stack: "Error: boom\n    at x",
      cause: { message: "fuse" },
    };
    expect(render({ level: "error", msg: "failed", err })).to.match(
      /failed\n {2}Error: boom\n {6}at x\n {2}fuse$/,
    );
  });

  it("shows what is not JSON as it was written", () => {
    expect(render("1:M 21 Nov 2026 15:00:00.000 # Out of luck", "tally-dev-redis")).to.equal(
      "15:00:00.123 redis          warn  1:M 21 Nov 2026 15:00:00.000 # Out of luck",
    );
  });
});

describe("renderJson", () => {
  it("passes JSON through, and makes JSON of the rest", () => {
    const text = '{ "level":"info",  "a":1}';
    expect(renderJson(parseLogLine("web", `${at} ${text}`))).to.equal(text);
    expect(JSON.parse(renderJson(parseLogLine("tally-dev-redis", `${at} hello`)))).to.deep.equal({
      level: "info",
      time: at,
      container: "tally-dev-redis",
      msg: "hello",
    });
  });
});
