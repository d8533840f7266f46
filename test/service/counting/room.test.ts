import { expect } from "chai";
import type { Redis } from "ioredis";
import { CountingPaused, NoRoomToRemember } from "../../../service/errors.ts";
import { useRedis } from "../../support/redis.ts";
import { createTestCounters, named, rejectionOf, type TestCounters } from "./test-counters.ts";

const orders = named("shop/orders");
const once = { hash: "me", windowSeconds: 3600, once: true };
const often = { hash: "me", windowSeconds: 0, once: false };
const keyOf = (number: number) => ({ key: `k${number}`, fingerprint: "", byStranger: true });
const ownKeyOf = (number: number) => ({ ...keyOf(number), byStranger: false });

describe("what strangers may have Redis remember", () => {
  let redis: Redis;
  let counters: TestCounters;

  useRedis(async (client) => {
    redis = client;
    await redis.config("SET", "maxmemory", 0);
    counters = createTestCounters(redis);
    await counters.create(orders, 0n, {});
  });

  /** Leaves of Redis's memory what is not in use by this factor. */
  async function fill(factor: number): Promise<void> {
    // What its scripts have left behind would be given back later.
    await redis.script("FLUSH", "SYNC");
    const [, used] = /^used_memory:(\d+)/m.exec(await redis.info("memory")) ?? [];
    await redis.config("SET", "maxmemory", Math.round(Number(used) * factor));
  }

  it("ends well before counting does, however many keys they make", async () => {
    await fill(4);
    const failures: unknown[] = [];
    for (let number = 0; failures.length === 0 && number < 100_000; number += 500) {
      const hits = Array.from({ length: 500 }, (_, index) =>
        counters.hit(orders, 1n, { idempotency: keyOf(number + index) }),
      );
      // All of them: they share several writes, and one may be refused while others are under way.
      const settled = await Promise.allSettled(hits);
      failures.push(...settled.flatMap((hit) => (hit.status === "rejected" ? [hit.reason] : [])));
    }
    for (const failure of failures) expect(failure).to.be.instanceOf(NoRoomToRemember);
    expect(failures).to.not.have.length(0);
    const remembered = (await redis.keys("tally:idempotency:*")).length;
    expect(remembered).to.be.above(500);
    const counted = await counters.hit(orders, 1n);
    expect(counted).to.equal(BigInt(remembered) + 1n);
    expect(await counters.create(named("shop/new"), 5n, {})).to.equal(5n);
  });

  it("still repeats what it answered before", async () => {
    const first = await counters.hit(orders, 2n, { idempotency: keyOf(1) });
    await fill(1.1);
    expect(await counters.hit(orders, 2n, { idempotency: keyOf(1) })).to.equal(first);
    expect(await rejectionOf(counters.hit(orders, 2n, { idempotency: keyOf(2) }))).to.be.instanceOf(
      NoRoomToRemember,
    );
  });

  it("takes nothing from those who have a key of the API", async () => {
    await fill(1.1);
    expect(await counters.hit(orders, 2n, { idempotency: ownKeyOf(1) })).to.equal(2n);
    expect(await counters.set(orders, 7n, ownKeyOf(2))).to.equal(7n);
  });

  it("is nothing where Redis is full, and the owner can still make room", async () => {
    await counters.create(named("shop/old"), 5n, {});
    await redis.config("SET", "maxmemory", 1);
    expect(await rejectionOf(counters.hit(orders, 1n))).to.be.instanceOf(CountingPaused);
    expect(await counters.reset(orders)).to.equal(0n);
    await counters.delete(named("shop/old"));
    expect(await rejectionOf(counters.hit(orders, 1n))).to.be.instanceOf(CountingPaused);
    expect(await redis.mget("tally:counter:shop/orders", "tally:counter:shop/old")).to.deep.equal([
      "0",
      null,
    ]);
  });

  it("refuses votes that have to be told apart, and counts others without a way back", async () => {
    await counters.vote(once);
    await fill(1.1);
    expect(await counters.vote(once)).to.include({ counted: false, votes: 1n });
    expect(await rejectionOf(counters.vote({ ...once, hash: "you" }))).to.be.instanceOf(NoRoomToRemember);
    expect(await counters.vote({ ...often, hash: "them" })).to.deep.equal({
      votes: 2n,
      counted: true,
      undoable: 0,
    });
    expect(await redis.keys("tally:voter:*")).to.deep.equal(["tally:voter:me"]);
  });
});
