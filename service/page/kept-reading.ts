/**
 * What was read, for everybody who asks within `lifeMs` milliseconds of the
 * first question: many visitors cost no more than one. A failure is not kept.
 */
export function keepReading<T>(read: () => Promise<T>, lifeMs: number): () => Promise<T> {
  let kept: Promise<T> | undefined;
  let keptAtMs = 0;

  return function readOrRemember() {
    const nowMs = performance.now();
    if (kept && nowMs - keptAtMs < lifeMs) return kept;
    const reading = read();
    kept = reading;
    keptAtMs = nowMs;
    reading.catch(() => {
      if (kept === reading) kept = undefined;
    });
    return reading;
  };
}
