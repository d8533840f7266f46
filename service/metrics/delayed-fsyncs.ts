import { withTimeLimit } from "../time-limit.ts";

const limitMs = 1000;

/**
 * How often Redis had to wait for the disk. Asked at most every `keptMs`, however often
 * it is scraped; undefined where Redis is away or does not tell this user.
 *
 * @param info asks for Redis' section on persistence
 */
export function createDelayedFsyncs(
  info: () => Promise<string>,
  keptMs = 5000,
): () => Promise<number | undefined> {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let answer: Promise<number | undefined> = Promise.resolve(undefined);

  return () => {
    if (performance.now() - askedAtMs < keptMs) return answer;
    askedAtMs = performance.now();
    answer = withTimeLimit(info(), limitMs).then(readDelayedFsyncs, () => undefined);
    return answer;
  };
}

function readDelayedFsyncs(info: string): number | undefined {
  const [, delayed] = /^aof_delayed_fsync:(\d+)/m.exec(info) ?? [];
  return delayed === undefined ? undefined : Number(delayed);
}
