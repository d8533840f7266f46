import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Counting } from "../counting/counting.ts";
import type { Log } from "../log/log.ts";
import { withTimeLimit } from "../time-limit.ts";
import type { Tracing } from "../tracing/tracing.ts";
import type { Connections } from "./connections.ts";
import type { Drain } from "./drain.ts";

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
  /** How long requests in flight and the last batch may take after that. */
  readonly graceMs?: number;
  readonly log: Log;
}

/**
 * Serves on until the proxy has let go, then finishes what was begun.
 *
 * @throws Error when that takes longer than drainMs and graceMs together
 */
export async function shutDown(args: ShutdownArgs): Promise<void> {
  const { drain, redis, drainMs, graceMs = 5000, log } = args;
  drain.begin();
  log.info({ drainMs }, "draining");
  await withTimeLimit(finish(args), drainMs + graceMs).catch((cause: unknown) => {
    throw new Error("Stopped before everything was finished", { cause });
  });
  redis.disconnect();
  log.info("stopped");
}

async function finish(args: ShutdownArgs): Promise<void> {
  const { server, counting, tracing, log } = args;
  await proxyGone(args);
  log.info("closing");
  await close(server);
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

async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  await promise;
}
