import { createHash } from "node:crypto";
import { expect } from "chai";
import { createSalts } from "../../../service/visitors/salts.ts";
import { createVisitors } from "../../../service/visitors/visitors.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";

const dayMs = 24 * 60 * 60 * 1000;

describe("createVisitors", () => {
  let server: RedisServer;
  let nowMs = 0;

  before(async () => {
    server = await startRedis();
  });
  after(() => server.dispose());
  beforeEach(() => {
    nowMs = Date.UTC(2026, 10, 21, 12);
  });

  const startReplica = () =>
    createVisitors({ salts: createSalts({ redis: server.client(), now: () => nowMs }) });

  it("knows a visitor again on the same day, on every replica", async () => {
    const [one, other] = [startReplica(), startReplica()];
    const hash = await one.visitorOf("192.0.2.7", "Firefox");
    expect(hash).to.match(/^[\w-]{22}$/);
    expect(await other.visitorOf("192.0.2.7", "Firefox")).to.equal(hash);
    nowMs += dayMs / 4;
    expect(await one.visitorOf("192.0.2.7", "Firefox")).to.equal(hash);
  });

  it("does not know a visitor again on the next day", async () => {
    const visitors = startReplica();
    const hash = await visitors.visitorOf("192.0.2.7", "Firefox");
    nowMs += dayMs;
    expect(await visitors.visitorOf("192.0.2.7", "Firefox")).to.not.equal(hash);
  });

  it("tells visitors apart by address and by agent", async () => {
    const visitors = startReplica();
    const hashes = await Promise.all([
      visitors.visitorOf("192.0.2.7", "Firefox"),
      visitors.visitorOf("192.0.2.8", "Firefox"),
      visitors.visitorOf("192.0.2.7", "Chrome"),
      visitors.visitorOf("192.0.2.7\nFire", "fox"),
      visitors.visitorOf("", ""),
    ]);
    expect(new Set(hashes).size).to.equal(hashes.length);
  });

  it("knows a voter again on other days, and not as a visitor", async () => {
    const [one, other] = [startReplica(), startReplica()];
    const voter = await one.voterOf("192.0.2.7", "Firefox");
    expect(voter).to.not.equal(await one.visitorOf("192.0.2.7", "Firefox"));
    nowMs += 3 * dayMs;
    expect(await other.voterOf("192.0.2.7", "Firefox")).to.equal(voter);
  });

  it("makes the hash of a voter that earlier releases made", async () => {
    await server.client().set("tally:salt:votes", "salt");
    const whole = createHash("sha256").update("salt\n192.0.2.7\nFirefox").digest();
    const voter = await startReplica().voterOf("192.0.2.7", "Firefox");
    expect(voter).to.equal(whole.subarray(0, 16).toString("base64url"));
  });

  it("keeps no address in Redis", async () => {
    await startReplica().visitorOf("192.0.2.7", "Firefox");
    const redis = server.client();
    const keys = await redis.keys("*");
    expect(JSON.stringify([keys, await redis.mget(keys)])).to.not.match(/192\.0\.2\.7|Firefox/);
  });

  it("does not keep a hit from being counted while Redis is away", async () => {
    const failing = async () => {
      throw new Error("away");
    };
    const visitors = createVisitors({ salts: { ofToday: failing, ofVotes: failing } });
    expect(await visitors.visitorOf("192.0.2.7", "Firefox")).to.equal(undefined);
    expect(await visitors.voterOf("192.0.2.7", "Firefox").catch((error) => error.message)).to.equal("away");
  });
});
