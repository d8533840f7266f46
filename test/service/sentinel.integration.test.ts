import { expect } from "chai";
import { Redis } from "ioredis";
import { loadConfig } from "../../service/config/config.ts";
import { createRedis } from "../../service/redis.ts";
import { until } from "../support/until.ts";
import { createKeptLog } from "./log-lines.ts";
import { type RedisGroup, startRedisGroup } from "./redis-group.ts";

/** Two servers, the second a copy of the first, and a Sentinel that watches them; $1 to $3 are their ports. */
const script = `
  cd /tmp
  redis-server --port "$1" --dir /tmp --save "" &
  redis-server --port "$2" --dir /tmp --save "" --replicaof 127.0.0.1 "$1" &
  cat > sentinel.conf <<END
port $3
sentinel monitor counters 127.0.0.1 $1 1
sentinel down-after-milliseconds counters 500
sentinel failover-timeout counters 2000
END
  exec redis-server sentinel.conf --sentinel`;

describe("createRedis with a Sentinel", function () {
  this.timeout(60_000);
  let group: RedisGroup;
  let redis: Redis | undefined;

  before(async () => {
    group = await startRedisGroup(script, 3);
  });
  after(async () => {
    redis?.disconnect();
    await group?.container.remove({ force: true });
  });

  it("follows the group's master to another server", async () => {
    const [first = 0, second = 0, sentinel] = group.ports;
    const settings = { REDIS_HOST: "127.0.0.1", REDIS_PORT: String(sentinel), REDIS_SENTINEL: "counters" };
    const { log, lines } = createKeptLog();
    redis = createRedis(loadConfig(settings).redis, "tally:web-1", log);
    await until(() => redis?.status === "ready", 10_000);
    expect(await redis.incr("visits")).to.equal(1);
    await until(async () => (await redis?.wait(1, 500)) === 1, 10_000);
    const asked = new Redis({ port: sentinel ?? 0 });
    // It looks for copies every ten seconds.
    await until(
      async () => ((await asked.call("SENTINEL", "REPLICAS", "counters")) as []).length > 0,
      15_000,
    );
    asked.disconnect();
    expect(redis.stream.remotePort).to.equal(first);

    const master = new Redis({ port: first, retryStrategy: () => null });
    master.on("error", () => {});
    await master.call("SHUTDOWN", "NOSAVE", "NOW").catch(() => undefined);
    await until(async () => (await redis?.incr("visits").catch(() => 0)) === 2, 20_000);
    expect(redis.stream.remotePort).to.equal(second);
    expect(lines.filter(({ msg }) => msg === "connected to Redis")).to.have.length.at.least(2);
  });
});
