import { expect } from "chai";
import { Redis } from "ioredis";
import { totalVisitors, visits, votes } from "../../../service/counting/counter-name.ts";
import { CountingPaused } from "../../../service/errors.ts";
import { createTestCounters, named } from "./test-counters.ts";

const orders = named("shop/orders");

describe("createCounters without Redis", () => {
  it("rejects everything with CountingPaused while Redis is away", async () => {
    // Nobody listens there.
    const away = new Redis({
      port: 1,
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
    });
    away.on("error", () => {});
    const paused = createTestCounters(away);
    const record = { counter: "a/b", value: "1", settings: {}, hours: {}, days: {} };
    const voter = { hash: "me", windowSeconds: 0, once: true };
    const attempts = [
      paused.visit(1n),
      paused.pageView(1n),
      paused.vote(),
      paused.undoVote(voter),
      paused.undoableVotes("me"),
      paused.hit(orders, 1n),
      paused.create(orders, 1n, {}),
      paused.set(votes, 1n),
      paused.reset(votes),
      paused.delete(orders),
      paused.read([totalVisitors]),
      paused.list("", undefined, 10),
      paused.history(visits),
      paused.uniques(visits),
      paused.exportRecords().next(),
      paused.importRecord(record),
    ];
    for (const outcome of await Promise.allSettled(attempts)) {
      expect(outcome).to.have.property("reason").that.is.instanceOf(CountingPaused);
    }
    away.disconnect();
  });
});
