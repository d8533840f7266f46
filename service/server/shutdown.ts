import type { Server } from "node:http";
import { Server as TcpServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Counting } from "../counting/counting.ts";
import { TimeLimitExceeded } from "../errors.ts";
import type { Log } from "../log/log.ts";
import type { Tracing } from "../tracing/tracing.ts";
import type { Connections } from "./connections.ts";
import type { Drain } from "./drain.ts";

/** How long a stop may take for requests in flight: the stack kills its containers 60 s after SIGTERM. */
export const longestStopMs = 55_000;
const quietMs = 1000;
const lookEveryMs = 20;

export interface ShutdownArgs {
  readonly server: Server;
  readonly connections: Connections;
  readonly drain: Drain;
  readonly counting: Pick<Counting, "settled">;
  readonly redis: { disconnect(): void };
  readonly tracing?: Pick<Tracing, "close"> | undefined;
  /** How long to wait for the proxy to let go. */
  readonly drainMs: number;
  /** How long to serve on in any case: others may still be told of this replica. */
  readonly drainLeastMs?: number;
  /** How long all else may take after that, and the last batch after the last request in flight. */
  readonly graceMs?: number;
  /** How long the whole may take while requests are in flight, where that is longer. */
  readonly mostMs?: number;
  readonly log: Log;
}

/**
 * Serves on until the proxy has let go, then finishes what was begun.
 *
 * @throws Error when that takes too long
 */
export async function shutDown(args: ShutdownArgs): Promise<void> {
  const { drain, redis, drainMs, log } = args;
  const finished = new AbortController();
  drain.begin();
  log.info({ drainMs }, "draining");
  try {
    await Promise.race([finish(args), timeIsUp(args, finished.signal)]);
  } catch (cause) {
    throw new Error("Stopped before everything was finished", { cause });
  } finally {
    finished.abort();
  }
  redis.disconnect();
  log.info("stopped");
}

/** @throws TimeLimitExceeded when the time is up */
async function timeIsUp(
  { connections, drainMs, graceMs = 5000, mostMs = longestStopMs }: ShutdownArgs,
  signal: AbortSignal,
): Promise<void> {
  const startMs = performance.now();
  let askedMs = 0;
  const isUp = () => {
    const passedMs = performance.now() - startMs;
    if (connections.isAsked()) askedMs = passedMs;
    return passedMs >= drainMs + graceMs && (passedMs >= mostMs || passedMs >= askedMs + graceMs);
  };
  while (!isUp()) await sleep(lookEveryMs, undefined, { signal });
  throw new TimeLimitExceeded(Math.round(performance.now() - startMs));
}

async function finish(args: ShutdownArgs): Promise<void> {
  const { server, connections, counting, tracing, log } = args;
  await proxyGone(args);
  log.info("closing");
  await close(server, connections);
  await counting.settled();
  await tracing?.close();
}

/** A proxy without kept connections has none open between two requests: only a quiet second tells. */
async function proxyGone({
  connections,
  drainMs,
  drainLeastMs = 0,
}: Pick<ShutdownArgs, "connections" | "drainMs" | "drainLeastMs">): Promise<void> {
  const startMs = performance.now();
  const isOver = () => {
    const drainedMs = performance.now() - startMs;
    return drainedMs >= drainMs || (drainedMs >= drainLeastMs && connections.quietForMs() >= quietMs);
  };
  while (!isOver()) await sleep(lookEveryMs);
}

/** An answer that began before the drain leaves its connection open, for a request that nobody sends. */
async function close(server: Server, connections: Connections): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setInterval(() => {
    if (!connections.isAsked()) server.closeIdleConnections();
  }, lookEveryMs);
  // To an HTTP server a connection is idle, and is closed at once, when its answer has been given,
  // though it may not have gone out.
  TcpServer.prototype.close.call(server, () => resolve());
  await promise;
  clearInterval(timer);
}
