import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { type CounterName, formatCounterName } from "../counting/counter-name.ts";
import type { Counters, Reading } from "../counting/counters.ts";
import { TooManyStreams } from "../errors.ts";
import type { Log } from "../log/log.ts";
import type { Drain } from "../server/drain.ts";
import { createEvent } from "./event.ts";
import { createStream, type LiveStream } from "./stream.ts";

const mostListeners = 20;

/** The streams of this replica. */
export interface Live {
  /**
   * A stream of events with the values of these counters, on all replicas together.
   *
   * @param lastId the id of the last event that the client has got, or ""
   * @param answer what the stream will be piped to
   * @throws TooManyStreams
   */
  open(names: readonly CounterName[], lastId: string, answer: Writable): Readable;
  /** Ends all streams: their clients come back, and may be led elsewhere. */
  endStreams(): void;
  /** How many are open. */
  readonly openStreams: number;
  /** How many there may be; 0: none. */
  readonly mostStreams: number;
}

export interface LiveArgs {
  readonly counters: Pick<Counters, "read">;
  readonly drain: Drain;
  readonly log: Log;
  readonly mostStreams: number;
  /** How many counters are read in one step, for which Redis does nothing else. */
  readonly namesAtOnce?: number;
  /** How often the counters are read, in milliseconds, however often they are hit. */
  readonly pollMs?: number;
  readonly heartbeatMs?: number;
  /** How long a client may not read before it is cut off. */
  readonly stuckLimitMs?: number;
}

const restFactor = 4;
const longestRestMs = 1000;

export function createLive({ counters, drain, log, mostStreams, ...limits }: LiveArgs): Live {
  const { namesAtOnce = 1000, pollMs = 250, heartbeatMs = 15_000, stuckLimitMs = 30_000 } = limits;
  const streams = new Set<LiveStream>();
  let timers: NodeJS.Timeout[] = [];
  let polling = false;
  let failing = false;

  function open(names: readonly CounterName[], lastId: string, answer: Writable): Readable {
    if (streams.size >= mostStreams) throw new TooManyStreams();
    const stream = createStream(names, lastId, answer);
    // Ended at once, not refused: a browser does not come back after a refusal.
    if (drain.begun) stream.end();
    else keep(stream, answer);
    return stream.body;
  }

  function keep(stream: LiveStream, answer: Writable): void {
    streams.add(stream);
    // Its line in the log, its metrics and what pipes the body wait for the same event.
    answer.setMaxListeners(mostListeners);
    answer.once("close", () => {
      streams.delete(stream);
      if (streams.size === 0) stopTimers();
    });
    if (timers.length === 0) timers = [setInterval(poll, pollMs), setInterval(beat, heartbeatMs)];
    void refresh([stream]);
  }

  function stopTimers(): void {
    for (const timer of timers) clearInterval(timer);
    timers = [];
  }

  async function poll(): Promise<void> {
    for (const { stuckForMs, cutOff } of streams) if (stuckForMs() > stuckLimitMs) cutOff();
    if (polling) return;
    polling = true;
    const startMs = performance.now();
    await refresh(streams);
    // Streams of very many counters slow one another, and not what is counted.
    const restMs = Math.min(restFactor * (performance.now() - startMs), longestRestMs);
    await sleep(restMs, undefined, { ref: false });
    polling = false;
  }

  function beat(): void {
    for (const stream of streams) stream.beat();
  }

  /** Streams stay open while Redis is away, and go on when it is back. */
  async function refresh(some: Iterable<LiveStream>): Promise<void> {
    try {
      offer([...some], await readAll(some));
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ err: error }, "cannot read the counters of live streams");
      failing = true;
    }
  }

  /** Each counter once, however many streams show it. */
  async function readAll(some: Iterable<LiveStream>): Promise<Map<string, Reading>> {
    const names = new Map<string, CounterName>();
    for (const stream of some) for (const name of stream.names) names.set(formatCounterName(name), name);
    const [wanted, readings]: [CounterName[], Reading[]] = [[...names.values()], []];
    for (let first = 0; first < wanted.length; first += namesAtOnce) {
      readings.push(...(await counters.read(wanted.slice(first, first + namesAtOnce))));
    }
    return new Map(readings.map((reading) => [formatCounterName(reading.name), reading]));
  }

  function offer(some: readonly LiveStream[], readings: ReadonlyMap<string, Reading>): void {
    for (const stream of some) {
      const own = stream.names.map(
        (name) => readings.get(formatCounterName(name)) ?? { name, value: undefined },
      );
      stream.offer(createEvent(own));
    }
  }

  function endStreams(): void {
    for (const stream of streams) stream.end();
  }

  return {
    open,
    endStreams,
    mostStreams,
    get openStreams() {
      return streams.size;
    },
  };
}
