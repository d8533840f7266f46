import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { Redis } from "ioredis";
import { projectPath } from "../../../stack/release/build-context.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";

const script = readFileSync(projectPath("stack/restore/digest.lua"), "utf8");

describe("the digest of a restore", () => {
  let server: RedisServer;
  let redis: Redis;

  before(async () => {
    server = await startRedis("--hash-max-listpack-entries", "4");
    redis = server.client();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    await redis.flushall();
    await fill();
  });

  const digest = () => redis.eval(script, 0);

  async function fill(): Promise<void> {
    await redis.set("visits", "41");
    await redis.hset("history", { h1: "5", d1: "7" });
    await redis.zadd("counters", 0, "a", 0, "b");
    await redis.pfadd("uniques", "x", "y");
  }

  it("is the same for the same contents, in whatever order and encoding they are", async () => {
    const first = await digest();
    await redis.hset("history", { h2: "1", h3: "1", h4: "1", h5: "1" });
    await redis.hdel("history", "h2", "h3", "h4", "h5");
    expect(await redis.object("ENCODING", "history")).to.equal("hashtable");
    await redis.setex("salt", 60, "what expires does not matter");
    expect(await digest()).to.equal(first);
    expect(first).to.match(/^4 \d+$/);
  });

  for (const [what, change] of [
    ["count", () => redis.incr("visits")],
    ["hour", () => redis.hincrby("history", "h1", 1)],
    ["name", () => redis.rename("visits", "visit")],
    ["member", () => redis.zadd("counters", 0, "c")],
    ["visitor", () => redis.pfadd("uniques", "z")],
    ["counter that is missing", () => redis.del("visits")],
  ] as const) {
    it(`is another for another ${what}`, async () => {
      const first = await digest();
      await change();
      expect(await digest()).to.not.equal(first);
    });
  }
});
