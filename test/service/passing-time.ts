import { mock } from "node:test";

/**
 * The answer to what waits, after so many milliseconds, which take no time here.
 *
 * @param ask is told what to call when the waiting begins
 */
export async function answerAfter<T>(
  waitedMs: number,
  ask: (begin: () => void) => PromiseLike<T>,
): Promise<T> {
  const { promise: waiting, resolve: begin } = Promise.withResolvers<void>();
  mock.timers.enable({ apis: ["setTimeout"] });
  let answer: PromiseLike<T>;
  try {
    answer = Promise.resolve(ask(begin));
    // Who does not wait for it must not leave others with a clock that stands.
    await Promise.race([waiting, answer]);
    mock.timers.tick(waitedMs);
  } finally {
    mock.timers.reset();
  }
  return await answer;
}
