import { expect } from "chai";
import { Redis } from "ioredis";
import { loadConfig } from "../../service/config/config.ts";
import { createRedis } from "../../service/redis.ts";
import { until } from "../support/until.ts";
import { createTestCounters, named } from "./counting/test-counters.ts";
import { createKeptLog } from "./log-lines.ts";
import { type RedisGroup, startRedisGroup } from "./redis-group.ts";

/** Three servers with a copy each; of the arguments, the first half are their ports, the others those of their bus. */
const cluster = `
  cd /tmp
  for number in 1 2 3 4 5 6; do
    mkdir "$number"
    eval "port=\\$\{$number} bus=\\$\{$((number + 6))}"
    redis-server --port "$port" --cluster-port "$bus" --dir "/tmp/$number" --save "" \\
      --cluster-enabled yes --cluster-node-timeout 1000 --repl-diskless-sync-delay 0 &
    addresses="$addresses 127.0.0.1:$port"
  done
  for address in $addresses; do until redis-cli -p "\${address#*:}" ping; do sleep 0.1; done; done
  redis-cli --cluster create $addresses --cluster-replicas 1 --cluster-yes
  wait`;

describe("createRedis with a Cluster", function () {
  this.timeout(60_000);
  const clients = new Map<number, Redis>();
  let group: RedisGroup;
  let ports: readonly number[];
  let redis: Redis;

  before(async () => {
    group = await startRedisGroup(cluster, 12);
    ports = group.ports;
    const isWhole = async (port: number) => (await ask(port, "INFO")).includes("cluster_state:ok");
    for (const port of ports.slice(0, 6)) await until(() => isWhole(port).catch(() => false), 30_000);
    await until(async () => (await roles()).filter((role) => role === "slave").length === 3, 30_000);
  });
  after(async () => {
    for (const client of [redis, ...clients.values()]) client?.disconnect();
    await group?.container.remove({ force: true });
  });

  function connect(port = 0): Redis {
    const client = clients.get(port) ?? new Redis({ port });
    if (!clients.has(port)) client.on("error", () => {});
    clients.set(port, client);
    return client;
  }

  const ask = async (port: number | undefined, question: string) =>
    String(await connect(port).call("CLUSTER", question));

  const roles = () =>
    Promise.all(ports.slice(0, 6).map(async (port) => ((await connect(port).role()) as string[])[0]));

  /** The port of a copy of a node's. */
  async function replicaOf(port: number | undefined): Promise<number> {
    const [, , copies] = (await connect(port).role()) as [string, number, [string, string][]];
    return Number(copies[0]?.[1]);
  }

  /** Lets a copy become the node that has the keys; asked again where it is not elected in time, or too soon after another. */
  async function takeOver(port: number): Promise<void> {
    const node = connect(port);
    const hasTakenOver = async () => {
      if (((await node.role()) as string[])[0] === "master") return true;
      // Meanwhile it may have.
      await node.call("CLUSTER", "FAILOVER").catch(() => undefined);
      return false;
    };
    await until(hasTakenOver, 30_000, 2500);
  }

  it("finds the node that has the keys, and keeps all of them there", async () => {
    const slotOwner = async (port: number | undefined) =>
      (await connect(port)
        .call("GET", "{tally}:x")
        .catch((error: Error) => error.message)) === null;
    const elsewhere = (await Promise.all(ports.slice(0, 3).map(slotOwner))).indexOf(false);
    const settings = {
      REDIS_HOST: "127.0.0.1",
      REDIS_PORT: String(ports[elsewhere]),
      REDIS_CLUSTER: "true",
      REDIS_RETRY_DELAY_MS: "100",
    };
    redis = createRedis(loadConfig(settings).redis, "tally:web-1", createKeptLog().log);
    await until(() => redis.status === "ready", 10_000);
    expect(redis.stream.remotePort).to.not.equal(ports[elsewhere]);

    const counters = createTestCounters(redis);
    const name = named("blog/post");
    await counters.create(name, 5n, { uniqueVisitors: true });
    expect(await counters.hit(name, 2n, { visitor: "somebody" })).to.equal(7n);
    expect((await counters.visit(1n, "somebody")).visits).to.equal(1n);
    expect((await counters.read([name]))[0]?.value).to.equal(7n);
    expect((await counters.history(name)).value).to.equal(7n);
    expect((await counters.uniques(name))?.total).to.equal(1);
    expect((await counters.list("", undefined, 10)).counters).to.have.length.at.least(1);
    expect(await Array.fromAsync(counters.exportRecords())).to.have.length(4);
    const keys = await connect(redis.stream.remotePort).keys("*");
    expect(keys).to.include.members(["{tally}:visits", "{tally}:tally:counter:blog/post"]);
    expect(keys.filter((key) => !key.startsWith("{tally}:"))).to.deep.equal([]);
  });

  it("follows the keys to another node, by reads too, without losing a count", async () => {
    const counters = createTestCounters(redis, { retryAttempts: 100, retryDelayMs: 100 });
    const told: bigint[] = [(await counters.visit(1n, undefined)).visits];
    const copy = await replicaOf(redis.stream.remotePort);
    let isOver = false;
    const counting = (async () => {
      while (!isOver) told.push((await counters.visit(1n, undefined)).visits);
    })();
    await takeOver(copy);
    await until(() => redis.stream?.remotePort === copy && redis.status === "ready", 20_000);
    isOver = true;
    await counting;
    const first = told[0] ?? 0n;
    expect(told).to.deep.equal(told.map((_, index) => first + BigInt(index)));
    expect(await connect(copy).get("{tally}:visits")).to.equal(String(told.at(-1)));

    const back = await replicaOf(copy);
    await takeOver(back);
    expect((await counters.read([named("blog/post")]))[0]?.value).to.equal(7n);
    expect(redis.stream.remotePort).to.equal(back);
  });

  it("goes on when the node that has the keys is gone", async () => {
    const counters = createTestCounters(redis, { retryAttempts: 200, retryDelayMs: 100 });
    const gone = redis.stream.remotePort;
    const { visits } = await counters.visit(1n, undefined);
    const copy = await replicaOf(gone);
    await until(async () => (await redis.wait(1, 1000)) === 1, 10_000);
    // Nobody asks for it again once it is gone.
    connect(gone).options.retryStrategy = () => null;
    await connect(gone)
      .call("SHUTDOWN", "NOSAVE", "NOW")
      .catch(() => undefined);
    expect((await counters.visit(1n, undefined)).visits).to.equal(visits + 1n);
    expect(redis.stream.remotePort).to.equal(copy);
  });
});
