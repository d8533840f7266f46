import { expect } from "chai";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { until } from "../../support/until.ts";
import { type ServiceProcess, startService } from "../service-process.ts";
import { type EventStream, openEventStream } from "./event-stream.ts";

const watched = "counter=tally/visits&counter=shop/visits";

/** Streams of whole replicas that share a Redis. */
describe("live streams of replicas", function () {
  this.timeout(20_000);
  let server: RedisServer;
  let replicas: ServiceProcess[];
  let streams: EventStream[];

  before(async () => {
    server = await startRedis("--appendonly", "yes");
  });
  after(() => server.dispose());
  beforeEach(() => {
    replicas = [];
    streams = [];
  });
  afterEach(async () => {
    for (const stream of streams) stream.close();
    await Promise.all(replicas.map((replica) => replica.dispose()));
    await server.client().flushall();
  });

  async function start(settings: Record<string, string> = {}): Promise<ServiceProcess> {
    const replica = await startService({ REDIS_PORT: String(server.port), ...settings });
    replicas.push(replica);
    return replica;
  }

  async function open({ url }: ServiceProcess, lastId?: string): Promise<EventStream> {
    const stream = await openEventStream(`${url}/api/v1/live?${watched}`, lastId);
    streams.push(stream);
    return stream;
  }

  const count = ({ url }: ServiceProcess) => fetch(`${url}/count`);

  it("show what is counted on another replica", async () => {
    const [one, other] = [await start(), await start()];
    const stream = await open(one);
    await until(() => stream.events.length === 1);
    expect(stream.values).to.deep.equal({ "tally/visits": "0", "shop/visits": null });
    await count(other);
    await until(() => stream.values["tally/visits"] === "1");
    await server.client().set("tally:counter:shop/visits", "41");
    await until(() => stream.values["shop/visits"] === "41");
  });

  it("go on at another replica where they were, and miss nothing", async () => {
    const [one, other] = [await start(), await start()];
    await count(one);
    const first = await open(one);
    await until(() => first.events.length === 1);
    const [{ id } = { id: "" }] = first.events;
    one.signal("SIGUSR2");
    expect(await first.ended).to.equal("ended");

    const unchanged = await open(other, id);
    await count(one);
    await until(() => unchanged.events.length > 0);
    expect(unchanged.events.map((event) => event.id)).to.deep.equal(["2,none"]);

    const missed = await open(other, id);
    await until(() => missed.values["tally/visits"] === "2");
  });

  it("end on SIGUSR2, and the replica serves on", async () => {
    const replica = await start();
    const opened = [await open(replica), await open(replica)];
    replica.signal("SIGUSR2");
    expect(await Promise.all(opened.map(({ ended }) => ended))).to.deep.equal(["ended", "ended"]);
    replica.signal("SIGUSR2");
    // An answer that took Redis comes after the signal, which would end a stream that is opened before it.
    expect((await count(replica)).status).to.equal(200);
    const again = await open(replica);
    await until(() => again.events.length === 1);
  });

  it("end on SIGTERM, and do not keep the replica from stopping", async () => {
    const replica = await start({ DRAIN_MS: "15000" });
    const stream = await open(replica);
    const startMs = performance.now();
    replica.signal("SIGTERM");
    expect(await stream.ended).to.equal("ended");
    expect(await replica.exited).to.equal(0);
    expect(performance.now() - startMs).to.be.below(8000);
  });

  it("stay open while Redis is away, and go on when it is back", async () => {
    const replica = await start();
    await count(replica);
    const stream = await open(replica);
    await until(() => stream.values["tally/visits"] === "1");
    await server.stop();
    await until(() => replica.said("cannot read the counters of live streams"));
    const late = await open(replica);
    expect(late.status).to.equal(200);
    await server.restart();
    await until(async () => (await count(replica)).ok);
    await until(() => stream.values["tally/visits"] !== "1" && late.events.length > 0);
    expect(stream.values).to.deep.equal(late.values);
    expect(
      replica.lines.filter(({ msg }) => String(msg).startsWith("cannot read the counters")),
    ).to.have.length(1);
  });

  it("are no more than LIVE_STREAMS", async () => {
    const replica = await start({ LIVE_STREAMS: "1" });
    expect((await open(replica)).status).to.equal(200);
    expect((await open(replica)).status).to.equal(503);
  });

  it("need the right to read", async () => {
    const replica = await start({ READ_KEY: "read-key-0123456789" });
    expect((await open(replica)).status).to.equal(401);
  });
});
