import { expect } from "chai";
import type { Redis } from "ioredis";
import { type Counting, createCounting } from "../../../service/counting/counting.ts";
import { CounterOverflow } from "../../../service/errors.ts";
import { useRedis } from "../../support/redis.ts";
import { silentLog } from "../log-lines.ts";

const visit = { counter: "tally/visits", by: 1n };
const vote = { counter: "tally/votes", by: 1n };

describe("hits at the last 64-bit number", () => {
  let redis: Redis;
  let counting: Counting;

  useRedis((client) => {
    redis = client;
    const writerId = "web-1:a";
    counting = createCounting({ redis, writerId, retryAttempts: 2, retryDelayMs: 1, log: silentLog });
  });

  it("counts the hits that fit below the last 64-bit number, and refuses the others", async () => {
    await redis.set("visits", String(2n ** 63n - 11n));
    await redis.set("votes", 5);
    await counting.count(vote);
    const large = { ...visit, by: 100n };
    const hits = [visit, large, visit, { ...vote, reads: ["tally/visits"] }, large];
    const outcomes = await Promise.allSettled([vote, ...hits].map((hit) => counting.count(hit)));
    expect(outcomes.map(({ status }) => status)).to.deep.equal([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "rejected",
    ]);
    expect(outcomes[2]).to.have.property("reason").that.is.instanceOf(CounterOverflow);
    expect(await redis.mget("visits", "votes")).to.deep.equal([String(2n ** 63n - 9n), "8"]);
  });

  it("counts amounts that no sum could hold, one by one", async () => {
    const most = { ...visit, by: 2n ** 63n - 1n };
    const outcomes = await Promise.allSettled([most, most, visit].map((hit) => counting.count(hit)));
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["fulfilled", "rejected", "rejected"]);
    expect(await redis.get("visits")).to.equal(String(2n ** 63n - 1n));
  });
});
