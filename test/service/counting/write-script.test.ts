import { expect } from "chai";
import type { Redis } from "ioredis";
import { defineWriteCounts } from "../../../service/counting/script.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";

const largest = 2n ** 63n - 1n;

describe("write.lua", () => {
  let server: RedisServer;
  let redis: Redis;
  let sequence = 0;

  before(async () => {
    server = await startRedis();
    redis = server.client();
    defineWriteCounts(redis);
  });
  after(() => server.dispose());
  beforeEach(() => redis.flushall());

  function write(amounts: Record<string, bigint>, number: number = ++sequence): Promise<string[]> {
    const keys = Object.keys(amounts);
    const values = Object.values(amounts).map(String);
    return redis.writeCounts(1 + keys.length, "tally:writer:w", ...keys, number, 60, ...values);
  }

  it("adds to every key and returns the values after", async () => {
    await redis.set("votes", 40);
    expect(await write({ visits: 3n, votes: 2n })).to.deep.equal(["counted", "3", "42"]);
    expect(await redis.mget("visits", "votes")).to.deep.equal(["3", "42"]);
  });

  it("reads without creating the key", async () => {
    expect(await write({ visits: 0n })).to.deep.equal(["counted", "0"]);
    expect(await redis.keys("*")).to.deep.equal([]);
  });

  it("is exact up to the last 64-bit number", async () => {
    await redis.set("visits", String(largest - 2n));
    expect(await write({ visits: 1n })).to.deep.equal(["counted", String(largest - 1n)]);
    expect(await write({ visits: 1n, votes: 0n })).to.deep.equal(["counted", String(largest), "0"]);
  });

  it("starts at 1 again after DEL", async () => {
    await write({ visits: 5n });
    await redis.del("visits");
    expect(await write({ visits: 1n })).to.deep.equal(["counted", "1"]);
  });

  it("returns what it remembers when a sequence number comes again", async () => {
    const first = await write({ visits: 4n, votes: 0n }, 500);
    await redis.set("visits", 1000);
    expect(await write({ visits: 4n, votes: 0n }, 500)).to.deep.equal(first);
    expect(await redis.get("visits")).to.equal("1000");
  });

  it("refuses a sequence number that it is past", async () => {
    await write({ visits: 1n }, 502);
    const error = await write({ visits: 1n }, 501).catch(String);
    expect(error).to.match(/STALE/);
    expect(await redis.get("visits")).to.equal("1");
  });

  it("compares sequence numbers as numbers", async () => {
    await write({ visits: 1n }, 9);
    expect(await write({ visits: 1n }, 10)).to.deep.equal(["counted", "2"]);
  });

  it("remembers one result per writer, for as long as it was told", async () => {
    await write({ visits: 1n });
    await write({ visits: 1n });
    expect((await redis.keys("*")).sort()).to.deep.equal(["tally:writer:w", "visits"]);
    expect(await redis.ttl("tally:writer:w")).to.be.within(58, 60);
  });

  for (const [what, broken, reason] of [
    ["text", "abc", /not an integer/],
    ["a number that Redis would not write", "007", /not an integer/],
    ["a full counter", String(largest), /overflow/],
  ] as const) {
    it(`names a key that holds ${what}, and adds nothing`, async () => {
      await redis.mset("visits", 7, "votes", broken);
      const [verdict, ...reasons] = await write({ visits: 1n, votes: 1n, new: 1n });
      expect(verdict).to.equal("refused");
      expect(reasons[0]).to.equal("");
      expect(reasons[1]).to.match(reason);
      expect(reasons[2]).to.equal("");
      expect(await redis.mget("visits", "votes", "new")).to.deep.equal(["7", broken, null]);
    });
  }

  it("names a key of another type", async () => {
    await redis.lpush("votes", "x");
    expect((await write({ visits: 1n, votes: 0n }))[2]).to.match(/WRONGTYPE/);
    expect(await redis.exists("visits")).to.equal(0);
  });

  it("names a key that can only be read wrongly", async () => {
    await redis.set("votes", "1.5");
    expect(await write({ votes: 0n })).to.deep.equal(["refused", "ERR value is not an integer"]);
  });

  it("stands by a refusal when its sequence number comes again, even if the key was mended", async () => {
    await redis.set("votes", "abc");
    const refusal = await write({ visits: 1n, votes: 1n }, 600);
    await redis.del("votes");
    expect(await write({ visits: 1n, votes: 1n }, 600)).to.deep.equal(refusal);
    expect(await redis.exists("visits", "votes")).to.equal(0);
    expect(await write({ visits: 1n, votes: 1n }, 601)).to.deep.equal(["counted", "1", "1"]);
  });

  it("keeps nothing of a write whose memory cannot be kept", async () => {
    await redis.acl("SETUSER", "counter", "on", "nopass", "~*", "+@all", "-set");
    const counter = server.client({ username: "counter", password: "any" });
    defineWriteCounts(counter);
    await redis.set("votes", 7);
    const keys = ["tally:writer:w", "visits", "votes"];
    const error = await counter.writeCounts(keys.length, ...keys, 1, 60, 1, 2).catch(String);
    expect(error).to.match(/no permissions to run the 'set' command/);
    expect(await redis.mget("visits", "votes")).to.deep.equal([null, "7"]);
  });

  it("passes on what is wrong with Redis and not with a key, and adds nothing", async () => {
    await redis.set("visits", 7);
    await redis.config("SET", "maxmemory", "1");
    try {
      expect(await write({ visits: 1n }).catch(String)).to.match(/OOM/);
      expect(await redis.get("visits")).to.equal("7");
    } finally {
      await redis.config("SET", "maxmemory", "0");
    }
  });
});
