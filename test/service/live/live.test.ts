import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { CounterBroken } from "../../../service/errors.ts";
import type { LiveArgs } from "../../../service/live/live.ts";
import { until } from "../../support/until.ts";
import type { FakeCounters } from "../fake-counters.ts";
import { type LiveServer, startLiveServer } from "./live-server.ts";

describe("createLive", () => {
  let service: LiveServer;
  let counters: FakeCounters;

  afterEach(() => service.close());

  async function serve(args: Partial<LiveArgs> = {}): Promise<void> {
    service = await startLiveServer(args);
    counters = service.counters;
  }

  const open = (query: string, lastId?: string) => service.open(query, lastId);

  it("begins with the values of the moment, exactly", async () => {
    await serve();
    counters.values.set("a/b", 2n ** 63n - 1n);
    const stream = await open("counter=a/b&counter=a/missing&counter=tally/visits");
    await until(() => stream.events.length > 0);
    expect(stream.status).to.equal(200);
    expect(stream.headers["content-type"]).to.equal("text/event-stream");
    expect(stream.headers["x-accel-buffering"]).to.equal("no");
    expect(stream.headers["cache-control"]).to.equal("no-store");
    expect(stream.text).to.equal(
      "retry: 1000\n\n" +
        "id: 9223372036854775807,none,0\n" +
        'data: {"counters":[{"counter":"a/b","value":9223372036854775807,"exact":"9223372036854775807"},' +
        '{"counter":"a/missing","value":null,"exact":null},{"counter":"tally/visits","value":0,"exact":"0"}]}\n\n',
    );
  });

  it("sends a new event when a value has changed, and only then", async () => {
    await serve();
    const stream = await open("counter=tally/visits");
    await until(() => stream.events.length === 1);
    counters.counts.visits = 5n;
    await until(() => stream.events.length === 2);
    const before = service.reads.length;
    await until(() => service.reads.length > before + 5);
    counters.counts.votes = 9n;
    await until(() => service.reads.length > before + 10);
    expect(stream.events.map(({ id }) => id)).to.deep.equal(["0", "5"]);
  });

  it("shows a counter while another one is broken, and says so of that one", async () => {
    await serve();
    const { read } = counters;
    const broken = new CounterBroken("a/broken", "it is text");
    counters.read = async (names) =>
      (await read(names)).map((reading) =>
        reading.name.key === "broken" ? { ...reading, broken } : reading,
      );
    const stream = await open("counter=a/broken&counter=tally/visits");
    counters.counts.visits = 5n;
    await until(() => stream.values["tally/visits"] === "5");
    expect(stream.events.at(-1)?.id).to.equal("broken,5");
    expect(stream.events.at(-1)?.data.counters[0]).to.deep.equal({
      counter: "a/broken",
      value: null,
      exact: null,
      broken: broken.message,
    });
  });

  it("reads many counters a few at a time", async () => {
    await serve({ namesAtOnce: 3 });
    const names = ["a/1", "a/2", "a/3", "a/4", "a/5", "a/6", "a/7"];
    const stream = await open(names.map((name) => `counter=${name}`).join("&"));
    counters.values.set("a/7", 7n);
    await until(() => stream.values["a/7"] === "7");
    expect(Math.max(...service.reads.map((read) => read.length))).to.equal(3);
  });

  it("reads less often where reading takes long", async () => {
    await serve();
    const read = counters.read;
    counters.read = async (given) => {
      await sleep(50);
      return read(given);
    };
    await open("counter=tally/visits");
    const startMs = performance.now();
    await until(() => service.reads.length >= 5);
    expect(performance.now() - startMs).to.be.above(500);
  });

  it("goes on where a client was that comes back", async () => {
    await serve();
    counters.counts.visits = 5n;
    const stream = await open("counter=tally/visits", "5");
    const before = service.reads.length;
    await until(() => service.reads.length > before + 5);
    expect(stream.text).to.equal("retry: 1000\n\n");
    counters.counts.visits = 6n;
    await until(() => stream.events.length === 1);
    expect(stream.values).to.deep.equal({ "tally/visits": "6" });
  });

  it("sends the values to a client that has missed some, or knows others", async () => {
    await serve();
    counters.counts.visits = 5n;
    for (const lastId of ["4", "5,5", "nonsense"]) {
      const stream = await open("counter=tally/visits", lastId);
      await until(() => stream.events.length === 1);
      expect(stream.values).to.deep.equal({ "tally/visits": "5" });
    }
  });

  it("reads each counter once for all streams, and nothing when there is none", async () => {
    await serve();
    const [one] = [await open("counter=a/b&counter=a/c"), await open("counter=a/c&counter=a/d")];
    await until(() => service.reads.at(-1)?.length === 3);
    one.close();
    await until(() => service.reads.at(-1)?.length === 2);
    for (const stream of service.streams) stream.close();
    await until(async () => {
      const before = service.reads.length;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return service.reads.length === before;
    });
  });

  it("stays open while Redis is away, says so once, and goes on when it is back", async () => {
    await serve();
    const early = await open("counter=tally/visits");
    await until(() => early.events.length === 1);
    counters.failure = new Error("away");
    const late = await open("counter=tally/visits");
    const before = service.reads.length;
    await until(() => service.reads.length > before + 5);
    expect(service.lines.filter(({ level }) => level === "warn").length).to.be.within(1, 2);
    counters.failure = undefined;
    counters.counts.visits = 7n;
    await until(() => early.events.length === 2 && late.events.length === 1);
    expect([early.values, late.values]).to.deep.equal([{ "tally/visits": "7" }, { "tally/visits": "7" }]);
  });

  it("sends a heartbeat to streams on which nothing happens", async () => {
    await serve({ heartbeatMs: 20 });
    const stream = await open("counter=tally/visits", "0");
    await until(() => stream.heartbeats >= 3);
    expect(stream.events).to.deep.equal([]);
  });

  it("refuses more streams than it may have, until one has gone", async () => {
    await serve({ mostStreams: 2 });
    const [first] = [await open("counter=a/b"), await open("counter=a/b")];
    const refused = await open("counter=a/b");
    expect([refused.status, refused.headers["retry-after"]]).to.deep.equal([503, "10"]);
    expect(refused.headers["content-type"]).to.equal("application/problem+json");
    await until(() => service.lines.some(({ status }) => status === 503));
    const line = service.lines.find(({ status }) => status === 503);
    expect(line).to.include({ level: "warn" }).and.not.have.property("err");
    first.close();
    await until(async () => (await open("counter=a/b")).status === 200);
  });

  it("opens none for HEAD", async () => {
    await serve({ mostStreams: 1 });
    for (let count = 0; count < 3; count += 1) {
      const response = await fetch(`${service.url}?counter=a/b`, { method: "HEAD" });
      expect([response.status, response.headers.get("content-type")]).to.deep.equal([
        200,
        "text/event-stream",
      ]);
    }
    expect((await open("counter=a/b")).status).to.equal(200);
  });

  it("ends all streams properly, and lets their clients come back", async () => {
    await serve();
    const opened = [await open("counter=a/b"), await open("counter=tally/visits")];
    service.live.endStreams();
    expect(await Promise.all(opened.map(({ ended }) => ended))).to.deep.equal(["ended", "ended"]);
    const back = await open("counter=tally/visits");
    await until(() => back.events.length === 1);
  });

  it("ends a stream that is opened while draining at once, with a word on when to come back", async () => {
    await serve();
    service.drain.begin();
    const stream = await open("counter=tally/visits");
    expect(await stream.ended).to.equal("ended");
    expect([stream.status, stream.headers.connection]).to.deep.equal([200, "close"]);
    expect(stream.text).to.equal("retry: 1000\n\n");
  });
});
