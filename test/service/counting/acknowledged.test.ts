import { expect } from "chai";
import type { Redis } from "ioredis";
import { CounterOverflow } from "../../../service/errors.ts";
import { noMetrics } from "../../../service/metrics/metrics.ts";
import { useRedis } from "../../support/redis.ts";
import { createTestCounters, named, rejectionOf, type TestCounters } from "./test-counters.ts";

const orders = named("shop/orders");
const voter = { hash: "somebody", windowSeconds: 60, once: true };

describe("what is said to have been counted", () => {
  let redis: Redis;
  let counters: TestCounters;
  let counted: bigint;
  let entries: number;

  useRedis(async (client) => {
    redis = client;
    [counted, entries] = [0n, 0];
    const written = (size: number, by: bigint) => {
      entries += size;
      counted += by;
    };
    counters = createTestCounters(redis, { metrics: { ...noMetrics, written } });
    await counters.create(orders, 0n, {});
  });

  it("is what the counters have grown by, whoever shared a write", async () => {
    const visits = Array.from({ length: 100 }, () => counters.visit(1n));
    await Promise.all([...visits, counters.pageView(1n), counters.vote(), counters.hit(orders, 5n)]);
    expect(counted).to.equal(107n);
    expect(entries).to.equal(104);
  });

  it("leaves out what only reads, and what the owner sets", async () => {
    await counters.visit(0n);
    await counters.set(orders, 1000n);
    expect(counted).to.equal(0n);
  });

  it("says a repeated request once", async () => {
    const idempotency = { key: "order-7", fingerprint: "2" };
    for (const _ of [1, 2, 3]) expect(await counters.hit(orders, 2n, { idempotency })).to.equal(2n);
    expect(counted).to.equal(2n);
  });

  it("leaves out a vote that did not count", async () => {
    await counters.vote(voter);
    expect((await counters.vote(voter)).counted).to.equal(false);
    expect(counted).to.equal(1n);
  });

  it("leaves out what was refused", async () => {
    await counters.set(orders, 2n ** 63n - 3n);
    const refused = rejectionOf(counters.hit(orders, 5n));
    await counters.hit(orders, 1n);
    expect(await refused).to.be.instanceOf(CounterOverflow);
    expect(counted).to.equal(1n);
  });

  it("includes a hit that is too large to share a total", async () => {
    await counters.hit(orders, 2n ** 50n);
    expect(counted).to.equal(2n ** 50n);
  });
});
