import { expect } from "chai";
import type { Redis } from "ioredis";
import { measureRedis } from "../../../service/metrics/redis-round-trips.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { until } from "../../support/until.ts";

describe("measureRedis", () => {
  let server: RedisServer;
  let redis: Redis;
  let commands: string[];
  let reconnects: number;

  before(async () => {
    server = await startRedis();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    redis = server.client();
    [commands, reconnects] = [[], 0];
    await redis.ping();
    measureRedis(redis, {
      roundTrip(command, seconds) {
        expect(seconds).to.be.within(0, 5);
        commands.push(command);
      },
      reconnected() {
        reconnects += 1;
      },
    });
  });
  afterEach(() => redis.disconnect());

  it("times every command under its name, answered or refused", async () => {
    await redis.set("counter", "x");
    await redis.incr("counter").catch(() => undefined);
    expect(commands).to.deep.equal(["set", "incr"]);
  });

  it("times scripts under the name by which the alert on slow writes knows them", async () => {
    redis.defineCommand("writeSomething", { numberOfKeys: 0, lua: "return redis.call('SET', 'a', '1')" });
    const { writeSomething } = redis as unknown as { writeSomething(): Promise<string> };
    // The first brings the script along.
    for (let times = 0; times < 3; times += 1) await writeSomething.call(redis);
    expect(commands).to.deep.equal(["eval", "evalsha", "evalsha"]);
  });

  it("counts a connection that was lost and made again", async () => {
    expect(reconnects).to.equal(0);
    redis.disconnect(true);
    await until(() => reconnects === 1);
    expect(await redis.ping()).to.equal("PONG");
    expect(reconnects).to.equal(1);
  });
});
