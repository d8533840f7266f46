import type { Socket } from "node:net";
import { expect } from "chai";
import type { LiveArgs } from "../../../service/live/live.ts";
import { until } from "../../support/until.ts";
import type { FakeCounters } from "../fake-counters.ts";
import type { EventStream } from "./event-stream.ts";
import { type LiveServer, startLiveServer } from "./live-server.ts";

describe("a live stream whose reader does not read", () => {
  const manyNames = Array.from({ length: 50 }, (_, n) => `${"n".repeat(64)}/${"k".repeat(60)}${n}`);
  const query = manyNames.map((name) => `counter=${name}`).join("&");
  let service: LiveServer;
  let counters: FakeCounters;
  let sockets: Set<Socket>;

  afterEach(() => service.close());

  async function openStuck(args: Partial<LiveArgs>): Promise<EventStream> {
    service = await startLiveServer({ pollMs: 1, ...args });
    counters = service.counters;
    sockets = new Set();
    service.server.on("connection", (socket) => sockets.add(socket));
    const stream = await service.open(query);
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
    service.live.endStreams();
    await until(() => [...sockets].every(({ destroyed }) => destroyed), 3000);
    stream.close();
  });
});
