import { once } from "node:events";
import type { Server } from "node:http";
import type { CounterName } from "../../../service/counting/counter-name.ts";
import { createLive, type Live, type LiveArgs } from "../../../service/live/live.ts";
import { createDrain, type Drain } from "../../../service/server/drain.ts";
import { createServer } from "../../../service/server/server.ts";
import { createFakeCounters, type FakeCounters } from "../fake-counters.ts";
import { createKeptLog, type LogLine } from "../log-lines.ts";
import { createTestApp } from "../test-app.ts";
import { type EventStream, openEventStream } from "./event-stream.ts";

/** The whole service on a port, counting in memory. */
export interface LiveServer {
  readonly url: string;
  readonly server: Server;
  readonly counters: FakeCounters;
  /** The names of every reading so far. */
  readonly reads: (readonly CounterName[])[];
  readonly drain: Drain;
  readonly live: Live;
  readonly lines: LogLine[];
  /** The streams that were opened. */
  readonly streams: EventStream[];
  open(query: string, lastId?: string): Promise<EventStream>;
  close(): void;
}

export async function startLiveServer(args: Partial<LiveArgs>): Promise<LiveServer> {
  const [counters, drain, { log, lines }] = [createFakeCounters(), createDrain(), createKeptLog()];
  const reads: (readonly CounterName[])[] = [];
  const streams: EventStream[] = [];
  const read = counters.read.bind(counters);
  counters.read = (names) => {
    reads.push(names);
    return read(names);
  };
  const live = createLive({ counters, drain, log, mostStreams: 5, pollMs: 5, ...args });
  const server = createServer(createTestApp({ counters, drain, live, log }).app);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/api/v1/live`;

  async function open(query: string, lastId?: string): Promise<EventStream> {
    const stream = await openEventStream(`${url}?${query}`, lastId);
    streams.push(stream);
    return stream;
  }

  function close(): void {
    for (const stream of streams) stream.close();
    server.closeAllConnections();
    server.close();
  }

  return { url, server, counters, reads, drain, live, lines, streams, open, close };
}
