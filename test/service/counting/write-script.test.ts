import { expect } from "chai";
import type { Redis } from "ioredis";
import { defineCommands } from "../../../service/counting/script.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { thisHour, today } from "./test-counters.ts";

const largest = 2n ** 63n - 1n;

describe("write.lua", () => {
  let server: RedisServer;
  let redis: Redis;
  let sequence = 0;

  before(async () => {
    server = await startRedis();
    redis = server.client();
    defineCommands(redis);
  });
  after(() => server.dispose());
  beforeEach(() => redis.flushall());

  /** Hits by the counters' keys in the built-in namespace. */
  function argumentsOf(amounts: Record<string, bigint>, number: number): (string | number)[] {
    const hits = Object.entries(amounts).flatMap(([key, by]) => [`tally/${key}`, String(by), 0, 0]);
    return [number, 60, thisHour, today, 168, 400, 0, Object.keys(amounts).length, ...hits, 0];
  }

  function write(amounts: Record<string, bigint>, number: number = ++sequence): Promise<string[]> {
    return redis.writeCounts("tally:writer:w", argumentsOf(amounts, number));
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
    const writers = await redis.keys("tally:writer:*");
    expect(writers).to.deep.equal(["tally:writer:w"]);
    expect(JSON.parse((await redis.get("tally:writer:w")) ?? "")).to.deep.equal([
      String(sequence),
      "counted",
      "2",
    ]);
    expect(await redis.ttl("tally:writer:w")).to.be.within(58, 60);
  });

  for (const [what, broken, reason] of [
    ["text", "abc", /not an integer/],
    ["a number that Redis would not write", "007", /not an integer/],
    ["a number beyond 64 bits", String(largest + 1n), /not an integer/],
  ] as const) {
    it(`names a key that holds ${what}, and adds nothing`, async () => {
      await redis.mset("visits", 7, "votes", broken);
      const [verdict, ...reasons] = await write({ visits: 1n, votes: 1n, total_visitors: 1n });
      expect(verdict).to.equal("refused");
      expect(reasons[0]).to.equal("");
      expect(reasons[1]).to.match(reason);
      expect(reasons[2]).to.equal("");
      expect(await redis.mget("visits", "votes", "total_visitors")).to.deep.equal(["7", broken, null]);
    });
  }

  it("skips a counter that would overflow, and counts the others", async () => {
    await redis.set("votes", String(largest));
    const answer = await write({ visits: 1n, votes: 1n });
    expect(answer).to.deep.equal(["counted", "1", `!${largest} overflow`]);
    expect(await redis.hlen("tally:history:tally/votes")).to.equal(0);
  });

  it("undoes a count whose visitor it has no right to forget", async () => {
    await redis.acl("SETUSER", "reckless", "on", "nopass", "~*", "+@all", "-expire");
    const reckless = server.client({ username: "reckless", password: "any" });
    defineCommands(reckless);
    const sent = [++sequence, 60, thisHour, today, 168, 400, 0, 1, "tally/visits", "1", 0, 1, "somebody", 0];
    const [verdict, answer] = await reckless.writeCounts("tally:writer:w", sent);
    expect(verdict).to.equal("counted");
    expect(answer).to.match(/^!0 .*(NOPERM|ACL)/);
    expect(await redis.exists("visits", "tally:history:tally/visits")).to.equal(0);
  });

  it("undoes a count whose bucket cannot hold it", async () => {
    await redis.set("votes", -5);
    await redis.hset("tally:history:tally/votes", `d${today}`, String(largest));
    expect(await write({ votes: 1n })).to.deep.equal(["counted", "!-5 overflow"]);
    expect(await redis.get("votes")).to.equal("-5");
    expect(await redis.hgetall("tally:history:tally/votes")).to.deep.equal({
      [`d${today}`]: String(largest),
    });
  });

  it("undoes a count whose history is of another type", async () => {
    await redis.mset("votes", 5, "tally:history:tally/votes", "text");
    const [, visits, votes] = await write({ visits: 1n, votes: 1n });
    expect(visits).to.equal("1");
    expect(votes).to.match(/^!5 WRONGTYPE/);
    expect(await redis.get("votes")).to.equal("5");
  });

  it("undoes a count whose visitors are of another type", async () => {
    await redis.mset("visits", 5, "tally:uniques:tally/visits", "text");
    const args = [++sequence, 60, thisHour, today, 168, 400, 0, 1, "tally/visits", "1", 0, 1, "me", 0];
    const [, visits] = await redis.writeCounts("tally:writer:w", args);
    expect(visits).to.match(/^!5 WRONGTYPE/);
    expect(await redis.get("visits")).to.equal("5");
    expect(await redis.exists("tally:history:tally/visits")).to.equal(0);
  });

  it("counts beside fields of a history that are no buckets, and leaves them", async () => {
    const strays = { d: "1", dx: "1", h: "1", hx: "1", "d1.5": "1", note: "mine", "": "1" };
    await redis.mset("visits", 5, "votes", 5);
    await redis.hset("tally:history:tally/visits", { ...strays, [`d${today - 400}`]: "1", h7: "1" });
    expect(await write({ visits: 1n, votes: 1n })).to.deep.equal(["counted", "6", "6"]);
    expect(await redis.hgetall("tally:history:tally/visits")).to.deep.equal({
      ...strays,
      [`h${thisHour}`]: "1",
      [`d${today}`]: "1",
    });
  });

  it("does not do again what broke off", async () => {
    await redis.set("tally:writer:w", '["700"]');
    expect(await write({ visits: 1n }, 700).catch(String)).to.match(/UNKNOWN/);
    expect(await redis.exists("visits")).to.equal(0);
  });

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
    defineCommands(counter);
    await redis.set("votes", 7);
    const args = argumentsOf({ visits: 1n, votes: 2n }, 1);
    const error = await counter.writeCounts("tally:writer:w", args).catch(String);
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
