import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "chai";
import Koa from "koa";
import type { State } from "../../../service/context.ts";
import { requestLog } from "../../../service/middleware/request-log.ts";
import { until } from "../../support/until.ts";
import { createKeptLog, type LogLine } from "../log-lines.ts";
import { createTestApp } from "../test-app.ts";

describe("requestLog", () => {
  const { ask, lines, counters } = createTestApp();

  afterEach(() => {
    lines.length = 0;
    counters.failure = undefined;
  });

  async function lineOf(request: PromiseLike<unknown>): Promise<LogLine> {
    await request;
    await until(() => lines.length > 0);
    expect(lines).to.have.length(1);
    return lines[0] as LogLine;
  }

  it("writes one line per request", async () => {
    const line = await lineOf(ask.get("/count?q=1").set("X-Request-Id", "abc").set("X-Real-IP", "192.0.2.7"));
    expect(line).to.include({
      level: "info",
      msg: "request",
      requestId: "abc",
      method: "GET",
      route: "/count",
      status: 200,
      client: "192.0.2.7",
    });
    expect(line.durationMs).to.be.a("number").above(0);
    expect(line).not.to.have.any.keys("err", "aborted");
  });

  for (const path of ["/livez", "/readyz"]) {
    it(`keeps ${path} for those who debug`, async () => {
      expect(await lineOf(ask.get(path))).to.include({ level: "debug", route: path });
    });
  }

  it("does not repeat a path that a client made up", async () => {
    expect(await lineOf(ask.get("/wp-login.php"))).to.include({ level: "info", route: "none", status: 404 });
  });

  it("names the route of a request that came with the wrong method", async () => {
    expect(await lineOf(ask.delete("/count"))).to.include({ level: "info", route: "/count", status: 405 });
  });

  it("shows the error of a 5xx with its stack and its cause", async () => {
    counters.failure = new Error("boom", { cause: new Error("fuse") });
    const line = await lineOf(ask.get("/count"));
    expect(line).to.include({ level: "error", status: 500 });
    expect(line).to.have.nested.property("err.message", "boom");
    expect(line)
      .to.have.nested.property("err.stack")
      .that.matches(/boom\n +at /);
    expect(line).to.have.nested.property("err.cause.message", "fuse");
  });

  it("warns of a page that was answered without its numbers", async () => {
    counters.failure = new Error("boom");
    const line = await lineOf(ask.get("/"));
    expect(line).to.include({ level: "warn", status: 200 });
    expect(line).to.have.nested.property("err.message", "boom");
  });

  it("ignores X-Forwarded-For, and an X-Real-IP that is no address", async () => {
    const line = await lineOf(
      ask.get("/").set("X-Forwarded-For", "192.0.2.9").set("X-Real-IP", "<script>").set("Host", "x"),
    );
    expect(line.client).to.match(/^(::ffff:)?127\.0\.0\.1$|^::1$/);
  });

  it("says so when the client went away before its answer", async () => {
    const kept = createKeptLog();
    const app = new Koa<State>();
    app.use(requestLog(kept.log));
    app.use(() => new Promise(() => {}));
    const server = app.listen(0);
    await once(server, "listening");
    const client = connect((server.address() as { port: number }).port);
    client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(server, "request");
    client.destroy();
    await until(() => kept.lines.length > 0);
    expect(kept.lines[0]).to.include({ aborted: true });
    server.close();
  });
});
