import { once } from "node:events";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { expect } from "chai";
import type { CounterName } from "../../../service/counting/counter-name.ts";
import { createDrain, type Drain } from "../../../service/drain.ts";
import { createLive, type LiveArgs } from "../../../service/live/live.ts";
import { createServer } from "../../../service/server.ts";
import { until } from "../../support/until.ts";
import { createFakeCounters, type FakeCounters } from "../fake-counters.ts";
import { createKeptLog, type LogLine } from "../log-lines.ts";
import { createTestApp } from "../test-app.ts";
import { type EventStream, openEventStream } from "./event-stream.ts";

describe("createLive", () => {
  let server: Server;
  let url: string;
  let counters: FakeCounters;
  let reads: (readonly CounterName[])[];
  let drain: Drain;
  let live: ReturnType<typeof createLive>;
  let lines: LogLine[];
  let streams: EventStream[];

  beforeEach(() => {
    streams = [];
    reads = [];
  });
  afterEach(() => {
    for (const stream of streams) stream.close();
    server.closeAllConnections();
    server.close();
  });

  async function serve(args: Partial<LiveArgs> = {}): Promise<void> {
    counters = createFakeCounters();
    const read = counters.read.bind(counters);
    counters.read = (names) => {
      reads.push(names);
      return read(names);
    };
    drain = createDrain();
    const kept = createKeptLog();
    lines = kept.lines;
    live = createLive({ counters, drain, log: kept.log, mostStreams: 5, pollMs: 5, ...args });
    server = createServer(createTestApp({ counters, drain, live, log: kept.log }).app);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as { port: number }).port}/api/v1/live`;
  }

  async function open(query: string, lastId?: string): Promise<EventStream> {
    const stream = await openEventStream(`${url}?${query}`, lastId);
    streams.push(stream);
    return stream;
  }

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
    const before = reads.length;
    await until(() => reads.length > before + 5);
    counters.counts.votes = 9n;
    await until(() => reads.length > before + 10);
    expect(stream.events.map(({ id }) => id)).to.deep.equal(["0", "5"]);
  });

  it("goes on where a client was that comes back", async () => {
    await serve();
    counters.counts.visits = 5n;
    const stream = await open("counter=tally/visits", "5");
    const before = reads.length;
    await until(() => reads.length > before + 5);
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
    await until(() => reads.at(-1)?.length === 3);
    one.close();
    await until(() => reads.at(-1)?.length === 2);
    for (const stream of streams) stream.close();
    await until(async () => {
      const before = reads.length;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return reads.length === before;
    });
  });

  it("stays open while Redis is away, says so once, and goes on when it is back", async () => {
    await serve();
    const early = await open("counter=tally/visits");
    await until(() => early.events.length === 1);
    counters.failure = new Error("away");
    const late = await open("counter=tally/visits");
    const before = reads.length;
    await until(() => reads.length > before + 5);
    expect(lines.filter(({ level }) => level === "warn")).to.have.length(1);
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
    first.close();
    await until(async () => (await open("counter=a/b")).status === 200);
  });

  it("opens none for HEAD", async () => {
    await serve({ mostStreams: 1 });
    for (let count = 0; count < 3; count += 1) {
      const response = await fetch(`${url}?counter=a/b`, { method: "HEAD" });
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
    live.endStreams();
    expect(await Promise.all(opened.map(({ ended }) => ended))).to.deep.equal(["ended", "ended"]);
    const back = await open("counter=tally/visits");
    await until(() => back.events.length === 1);
  });

  it("ends a stream that is opened while draining at once, with a word on when to come back", async () => {
    await serve();
    drain.begin();
    const stream = await open("counter=tally/visits");
    expect(await stream.ended).to.equal("ended");
    expect([stream.status, stream.headers.connection]).to.deep.equal([200, "close"]);
    expect(stream.text).to.equal("retry: 1000\n\n");
  });

  describe("with a reader that does not read", () => {
    const manyNames = Array.from({ length: 50 }, (_, n) => `${"n".repeat(64)}/${"k".repeat(60)}${n}`);
    const query = manyNames.map((name) => `counter=${name}`).join("&");
    let sockets: Set<Socket>;

    async function openStuck(args: Partial<LiveArgs>): Promise<EventStream> {
      await serve({ pollMs: 1, ...args });
      sockets = new Set();
      server.on("connection", (socket) => sockets.add(socket));
      const stream = await open(query);
      await until(() => stream.events.length > 0);
      stream.pause();
      return stream;
    }

    const queuedBytes = () => Math.max(...[...sockets].map((socket) => socket.writableLength));
    const hitAll = () => {
      for (const name of manyNames) counters.values.set(name, (counters.values.get(name) ?? 0n) + 1n);
    };

    it("queues no more than a few events, and cuts it off in the end", async function () {
      this.timeout(20_000);
      const stream = await openStuck({ stuckLimitMs: 500 });
      let most = 0;
      const hitting = setInterval(() => {
        hitAll();
        most = Math.max(most, queuedBytes());
      }, 1);
      try {
        await until(() => [...sockets].every(({ destroyed }) => destroyed), 15_000);
      } finally {
        clearInterval(hitting);
      }
      // Fifty counters with long names make an event of nearly 10 KB; hundreds were due.
      expect(most).to.be.within(1, 200_000);
      expect(Number(counters.values.get(manyNames[0] ?? ""))).to.be.above(100);
      stream.close();
    });

    it("gives a reader that reads on the newest values, not all that it missed", async function () {
      this.timeout(20_000);
      const stream = await openStuck({ stuckLimitMs: 60_000 });
      const hitting = setInterval(hitAll, 1);
      await until(() => queuedBytes() > 0, 15_000);
      const seen = Number(counters.values.get(manyNames[0] ?? ""));
      await until(() => Number(counters.values.get(manyNames[0] ?? "")) > seen + 100);
      clearInterval(hitting);
      expect(queuedBytes()).to.be.below(200_000);

      stream.resume();
      const newest = String(counters.values.get(manyNames[0] ?? ""));
      await until(() => stream.values[manyNames[0] ?? ""] === newest);
      expect(stream.events.length).to.be.below(Number(newest) - 50);
    });

    it("does not wait for it to end its stream", async function () {
      this.timeout(20_000);
      const stream = await openStuck({ stuckLimitMs: 60_000 });
      const hitting = setInterval(hitAll, 1);
      await until(() => queuedBytes() > 0, 15_000);
      clearInterval(hitting);
      live.endStreams();
      await until(() => [...sockets].every(({ destroyed }) => destroyed), 3000);
      stream.close();
    });
  });
});
