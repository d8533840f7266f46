import { expect } from "chai";
import type { Redis } from "ioredis";
import { tryWrite } from "../../service/redis.ts";
import { useRedis } from "../support/redis.ts";

describe("tryWrite", () => {
  let redis: Redis;

  useRedis((client) => {
    redis = client;
  });

  const outcome = () => tryWrite(redis).then(() => "written", String);

  it("resolves where Redis takes writes, and leaves nothing behind", async () => {
    expect(await outcome()).to.equal("written");
    expect(await redis.keys("*")).to.deep.equal([]);
  });

  it("rejects where Redis takes none", async () => {
    await redis.config("SET", "min-replicas-to-write", 1);
    expect(await outcome()).to.include("NOREPLICAS");
    await redis.config("SET", "min-replicas-to-write", 0);
  });

  it("resolves where only memory is wanting: a release that frees some must get through", async () => {
    await redis.config("SET", "maxmemory", 1);
    expect(await redis.set("visits", 1).catch(String)).to.include("OOM");
    expect(await outcome()).to.equal("written");
    await redis.config("SET", "maxmemory", 0);
  });
});
