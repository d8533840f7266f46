import { EventEmitter } from "node:events";
import { expect } from "chai";
import type { Redis } from "ioredis";
import { createReader } from "../../../service/counting/reader.ts";
import { hitWeight } from "../../../service/middleware/hit-weight.ts";
import { problems } from "../../../service/middleware/problems.ts";
import { visitor } from "../../../service/middleware/visitor.ts";
import type { Visitors } from "../../../service/visitors/visitors.ts";
import { createVoterOf } from "../../../service/visitors/voter.ts";
import { silentLog } from "../log-lines.ts";
import { askThrough } from "../middleware/ask-through.ts";
import { fakeVisitors } from "./fake-visitors.ts";

function askFor(windowSeconds: number, visitors: Visitors = fakeVisitors) {
  const redis = Object.assign(new EventEmitter(), { status: "ready" }) as unknown as Redis;
  const { read } = createReader({ redis, retryAttempts: 2, retryDelayMs: 1, log: silentLog });
  const voterOf = createVoterOf({ windowSeconds, read });
  return askThrough(problems(), hitWeight(), visitor(visitors), async (ctx) => {
    ctx.body = await voterOf(ctx);
  })
    .get("/")
    .set("X-Real-IP", "192.0.2.7")
    .set("User-Agent", "curl/8.5.0");
}

describe("createVoterOf", () => {
  const hash = "voter 192.0.2.7 curl/8.5.0";

  it("lets a visitor vote once within a window", async () => {
    expect((await askFor(3600)).body).to.deep.equal({ hash, windowSeconds: 3600, once: true });
  });

  it("lets a visitor vote without limit where there is no window", async () => {
    expect((await askFor(0)).body).to.deep.equal({ hash, windowSeconds: 0, once: false });
  });

  it("asks again while Redis comes back", async () => {
    let failures = 2;
    const visitors: Visitors = {
      ...fakeVisitors,
      async voterOf(address, userAgent) {
        failures -= 1;
        if (failures >= 0) throw new Error("Connection is closed.");
        return fakeVisitors.voterOf(address, userAgent);
      },
    };
    expect((await askFor(3600, visitors)).body).to.include({ hash });
  });

  it("says that counting is paused while nobody can tell who votes", async () => {
    const voterOf = async () => {
      throw new Error("Connection is closed.");
    };
    const { status, headers } = await askFor(3600, { ...fakeVisitors, voterOf });
    expect([status, headers["retry-after"]]).to.deep.equal([503, "1"]);
  });
});
