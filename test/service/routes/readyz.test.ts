import { expect } from "chai";
import { ReplyError } from "ioredis";
import { answerAfter } from "../passing-time.ts";
import { createTestApp } from "../test-app.ts";

describe("GET /readyz", () => {
  it("answers 200 with release and replica when Redis answers", async () => {
    const { ask, counters } = createTestApp();
    const { status, headers, body } = await ask.get("/readyz");
    expect(status).to.equal(200);
    expect(body).to.deep.equal({ status: "ready", release: "r1", replica: "web-1" });
    expect(headers["content-type"]).to.equal("application/json; charset=utf-8");
    expect(headers["cache-control"]).to.equal("no-store");
    expect(counters.counts).to.deep.equal({ visits: 0n, pageViews: 0n, votes: 0n });
  });

  it("answers 503 with the reason when Redis refuses", async () => {
    const { ask } = createTestApp({ ping: () => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.1")) });
    const { status, headers, body, text } = await ask.get("/readyz");
    expect([status, body.reason]).to.deep.equal([503, "redis"]);
    expect(headers["content-type"]).to.equal("application/problem+json");
    expect(headers["cache-control"]).to.equal("no-store");
    expect(text).not.to.contain("10.0.0.1");
  });

  it("asks for the right to write only where the gate asks, and names no more than the reason", async () => {
    const tryWrite = () => Promise.reject(new ReplyError("NOPERM User tally has no permissions"));
    const { ask } = createTestApp({ tryWrite });
    expect((await ask.get("/readyz")).status).to.equal(200);
    const { status, body } = await ask.get("/readyz").set("X-Tally-Probe", "gate");
    expect([status, body.reason, body.detail]).to.deep.equal([503, "redis", "Redis answers NOPERM."]);
  });

  it("answers 503 soon when Redis is silent", async () => {
    const { status, body } = await answerAfter(1000, (begin) => {
      const ping = () => {
        begin();
        return new Promise(() => {});
      };
      return createTestApp({ ping }).ask.get("/readyz");
    });
    expect([status, body.reason]).to.deep.equal([503, "redis"]);
  });

  it("answers 503 with the reason while draining, and closes the connection", async () => {
    const { ask, drain } = createTestApp();
    drain.begin();
    const { status, headers, body } = await ask.get("/readyz").set("Connection", "keep-alive");
    expect([status, body.reason, headers.connection]).to.deep.equal([503, "draining", "close"]);
  });
});
