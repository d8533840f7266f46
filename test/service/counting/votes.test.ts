import { expect } from "chai";
import type { Redis } from "ioredis";
import { votes } from "../../../service/counting/counter-name.ts";
import { CounterOverflow, IdempotencyKeyReused } from "../../../service/errors.ts";
import { useRedis } from "../../support/redis.ts";
import { createTestCounters, rejectionOf, type TestCounters, thisHour, today } from "./test-counters.ts";

const once = { hash: "me", windowSeconds: 3600, once: true };
const other = { ...once, hash: "you" };
const often = { hash: "me", windowSeconds: 0, once: false };
const hourMs = 3_600_000;

describe("createVotes", () => {
  let redis: Redis;
  let counters: TestCounters;

  useRedis((client) => {
    redis = client;
    counters = createTestCounters(redis);
  });

  it("counts votes of nobody in particular, none of which can be taken back", async () => {
    expect(await counters.vote()).to.deep.equal({ votes: 1n, counted: true, undoable: 0 });
    expect(await counters.vote()).to.deep.equal({ votes: 2n, counted: true, undoable: 0 });
  });

  it("counts a voter once in a window", async () => {
    expect(await counters.vote(once)).to.deep.equal({ votes: 1n, counted: true, undoable: 1 });
    expect(await counters.vote(other)).to.deep.equal({ votes: 2n, counted: true, undoable: 1 });
    expect(await counters.vote(once)).to.deep.equal({ votes: 2n, counted: false, undoable: 1 });
    expect(await redis.ttl("tally:voter:me")).to.be.within(3590, 3600);
    await redis.del("tally:voter:me");
    expect(await counters.vote(once)).to.include({ votes: 3n, counted: true });
  });

  it("counts a voter once when the votes come at once, to several replicas", async () => {
    const replica = createTestCounters(redis);
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? counters : replica).vote(once)),
    );
    expect(results.filter(({ counted }) => counted)).to.have.length(1);
    expect(await redis.get("votes")).to.equal("1");
  });

  it("takes a vote back, once, and lets its voter vote again", async () => {
    await counters.vote();
    await counters.vote(once);
    expect(await counters.undoableVotes("me")).to.equal(1);
    expect(await counters.undoVote(once)).to.deep.equal({ votes: 1n, counted: true, undoable: 0 });
    expect(await counters.undoVote(once)).to.deep.equal({ votes: 1n, counted: false, undoable: 0 });
    expect(await counters.undoableVotes("me")).to.equal(0);
    expect(await counters.vote(once)).to.deep.equal({ votes: 2n, counted: true, undoable: 1 });
  });

  it("takes back all votes of a voter who may vote often, and none of the others'", async () => {
    await counters.vote(other);
    for (let vote = 1; vote <= 3; vote += 1) {
      expect(await counters.vote(often)).to.include({ counted: true, undoable: vote });
    }
    const undone = await Promise.all(Array.from({ length: 5 }, () => counters.undoVote(often)));
    expect(undone.filter(({ counted }) => counted)).to.have.length(3);
    expect(await redis.get("votes")).to.equal("1");
  });

  it("remembers a vote for a day where no window is given", async () => {
    await counters.vote(often);
    expect(await redis.ttl("tally:voter:me")).to.be.within(86_390, 86_400);
  });

  it("takes a vote out of the hour and the day that it was counted in", async () => {
    await counters.vote(often);
    counters.clock.nowMs += 13 * hourMs;
    await counters.vote(often);
    await counters.vote(often);
    await counters.undoVote(often);
    await counters.undoVote(often);
    const kept = { [`h${thisHour}`]: "1", [`d${today}`]: "1" };
    const empty = { [`h${thisHour + 13}`]: "0", [`d${today + 1}`]: "0" };
    expect(await redis.hgetall("tally:history:tally/votes")).to.deep.equal({ ...kept, ...empty });
    await counters.undoVote(often);
    const { value, hours, days, beforeHours, beforeDays } = await counters.history(votes);
    expect([value, hours, days, beforeHours, beforeDays]).to.deep.equal([0n, [], [], 0n, 0n]);
  });

  it("has nothing to take back after a reset, by the owner or by hand", async () => {
    for (const reset of [() => counters.reset(votes), () => redis.del("votes")]) {
      await counters.vote(once);
      await reset();
      expect(await counters.undoVote(once)).to.deep.equal({ votes: 0n, counted: false, undoable: 0 });
      await counters.vote(once);
      await reset();
      expect(await counters.vote(once)).to.deep.equal({ votes: 1n, counted: true, undoable: 1 });
    }
  });

  it("takes nobody else's vote back after a reset, by the owner or by hand", async () => {
    for (const reset of [() => counters.reset(votes), () => redis.del("votes")]) {
      await counters.vote(once);
      await reset();
      await counters.vote(other);
      expect(await counters.undoableVotes("me")).to.equal(0);
      expect(await counters.undoVote(once)).to.deep.equal({ votes: 1n, counted: false, undoable: 0 });
      expect(await counters.undoVote(other)).to.include({ votes: 0n, counted: true });
    }
  });

  it("counts a voter once in a window that is longer than the history, or below 0", async () => {
    const short = createTestCounters(redis, { historyDays: 1, historyHours: 1 });
    const month = { ...once, windowSeconds: 30 * 86_400 };
    await short.vote(month);
    short.clock.nowMs += 3 * 86_400_000;
    await short.vote({ ...other, once: false });
    expect(await short.vote(month)).to.deep.equal({ votes: 2n, counted: false, undoable: 1 });
    expect(await short.undoVote(month)).to.include({ votes: 1n, counted: true });
    await short.vote(month);
    await short.set(votes, -5n);
    expect(await short.vote(month)).to.deep.equal({ votes: -5n, counted: false, undoable: 1 });
  });

  it("goes on where the release before it has written of a voter", async () => {
    await redis.mset({ votes: "1", "tally:voter:me": JSON.stringify([[thisHour, 1]]) });
    expect(await counters.undoableVotes("me")).to.equal(1);
    expect(await counters.vote(once)).to.include({ votes: 1n, counted: false });
    expect(await counters.undoVote(once)).to.deep.equal({ votes: 0n, counted: true, undoable: 0 });
  });

  it("counts on where a hand has broken what tells a reset", async () => {
    await redis.set("tally:votes:era", "text");
    await counters.vote(once);
    expect(await counters.vote(once)).to.include({ votes: 1n, counted: false });
  });

  it("keeps little of a voter who never rests", async () => {
    for (let hour = 0; hour < 100; hour += 1) {
      await counters.vote(often);
      counters.clock.nowMs += hourMs;
    }
    expect(await counters.undoableVotes("me")).to.be.within(24, 26);
    expect(await redis.strlen("tally:voter:me")).to.be.below(500);
  });

  it("refuses a vote beyond 64 bits, and remembers nothing of it", async () => {
    await redis.set("votes", String(2n ** 63n - 1n));
    expect(await rejectionOf(counters.vote(once))).to.be.instanceOf(CounterOverflow);
    expect(await redis.exists("tally:voter:me")).to.equal(0);
  });

  it("starts a voter anew whose memory a hand has broken", async () => {
    for (const broken of ["text", "7", '{"a":1}']) {
      await redis.set("tally:voter:me", broken);
      expect(await counters.vote(once), broken).to.include({ counted: true, undoable: 1 });
    }
  });

  describe("with an idempotency key", () => {
    const first = { key: "k1", fingerprint: "" };
    const second = { key: "k2", fingerprint: "" };

    it("vote and undo once, and get their first answer again", async () => {
      const voted = await counters.vote(often, first);
      expect(await counters.vote(often, first)).to.deep.equal(voted);
      await counters.vote(often, second);
      const undone = await counters.undoVote(often, { ...first, key: "k3" });
      expect(await counters.undoVote(often, { ...first, key: "k3" })).to.deep.equal(undone);
      expect(undone).to.deep.equal({ votes: 1n, counted: true, undoable: 1 });
    });

    it("vote once without a voter", async () => {
      expect(await counters.vote(undefined, first)).to.deep.equal({ votes: 1n, counted: true, undoable: 0 });
      expect(await counters.vote(undefined, first)).to.deep.equal({ votes: 1n, counted: true, undoable: 0 });
      expect(await redis.get("votes")).to.equal("1");
    });

    it("do not take a vote's key for an undo", async () => {
      await counters.vote(often, first);
      expect(await rejectionOf(counters.undoVote(often, first))).to.be.instanceOf(IdempotencyKeyReused);
    });
  });
});
