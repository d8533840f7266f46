import { expect } from "chai";
import type { Redis } from "ioredis";
import { createSalts } from "../../../service/visitors/salts.ts";
import { type RedisServer, useRedis } from "../../support/redis.ts";
import { until } from "../../support/until.ts";

const dayMs = 24 * 60 * 60 * 1000;
const noon = Date.UTC(2026, 10, 21, 12);
const today = noon / dayMs - 0.5;

describe("createSalts", () => {
  let server: RedisServer;
  let redis: Redis;

  useRedis((client, itsServer) => {
    [redis, server] = [client, itsServer];
  });

  async function commandsDuring(action: () => Promise<unknown>): Promise<number> {
    const count = async () => Number(/total_commands_processed:(\d+)/.exec(await redis.info("stats"))?.[1]);
    const before = await count();
    await action();
    // The command that asks is counted as well.
    return (await count()) - before - 1;
  }

  it("is the same on every replica on one day, whoever asks first", async () => {
    const replicas = Array.from({ length: 5 }, () =>
      createSalts({ redis: server.client(), now: () => noon }),
    );
    const salts = await Promise.all(replicas.map((replica) => replica.ofToday()));
    expect(new Set(salts).size).to.equal(1);
    expect(Buffer.from(salts[0] ?? "", "base64url")).to.have.length(32);
  });

  it("is another one on the next day, UTC", async () => {
    let now = noon;
    const salts = createSalts({ redis, now: () => now });
    const first = await salts.ofToday();
    now = Date.UTC(2026, 10, 21, 23, 59, 59, 999);
    expect(await salts.ofToday()).to.equal(first);
    now += 1;
    const second = await salts.ofToday();
    expect(second).to.not.equal(first);
    expect(await redis.mget(`tally:salt:${today}`, `tally:salt:${today + 1}`)).to.deep.equal([first, second]);
  });

  it("asks Redis once a day and no more", async () => {
    let now = noon;
    const salts = createSalts({ redis, now: () => now });
    const askOften = () => Promise.all(Array.from({ length: 100 }, () => salts.ofToday()));
    expect(await commandsDuring(askOften)).to.equal(2);
    expect(await commandsDuring(askOften)).to.equal(0);
    now += dayMs;
    expect(await commandsDuring(askOften)).to.equal(2);
  });

  it("lets Redis forget a day's soon after the day", async () => {
    await createSalts({ redis, now: () => noon }).ofToday();
    const leftMs = await redis.pttl(`tally:salt:${today}`);
    expect(leftMs).to.be.within(dayMs / 2, dayMs / 2 + 11 * 60 * 1000);
  });

  it("is forgotten when its day is over, though nobody asks any more", async () => {
    const lastMoment = (today + 1) * dayMs - 100;
    const salts = createSalts({ redis, now: () => lastMoment });
    const forgotten = await salts.ofToday();
    await redis.del(`tally:salt:${today}`);
    await until(async () => (await salts.ofToday()) !== forgotten);
  });

  it("is gone from Redis after its time", async () => {
    const lastMoment = (today + 1) * dayMs - 1;
    const salts = createSalts({ redis, now: () => lastMoment, marginMs: 200 });
    await salts.ofToday();
    expect(await redis.exists(`tally:salt:${today}`)).to.equal(1);
    await until(async () => (await redis.exists(`tally:salt:${today}`)) === 0);
  });

  it("rejects while Redis is away, and is there when Redis is back", async () => {
    const away = server.client({ maxRetriesPerRequest: 0, enableOfflineQueue: false, lazyConnect: true });
    const salts = createSalts({ redis: away, now: () => noon });
    const outcomes = await Promise.allSettled([salts.ofToday(), salts.ofVotes()]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
    await until(() => away.status === "ready");
    expect(await salts.ofToday()).to.equal(await redis.get(`tally:salt:${today}`));
    expect(await salts.ofVotes()).to.equal(await redis.get("tally:salt:votes"));
  });

  it("is what other data hold that Redis comes back with", async () => {
    const client = server.client();
    const salts = createSalts({ redis: client, now: () => noon });
    await Promise.all([salts.ofToday(), salts.ofVotes()]);
    await redis.mset(`tally:salt:${today}`, "restored today's", "tally:salt:votes", "restored votes'");
    await redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    await until(async () => (await salts.ofVotes()) === "restored votes'");
    expect(await salts.ofToday()).to.equal("restored today's");
  });

  it("keeps one for votes from day to day", async () => {
    const salt = await createSalts({ redis, now: () => noon }).ofVotes();
    expect(await createSalts({ redis, now: () => noon + 9 * dayMs }).ofVotes()).to.equal(salt);
    expect(await redis.pttl("tally:salt:votes")).to.equal(-1);
  });
});
