import { TimeLimitExceeded } from "./errors.ts";

/**
 * The promise's outcome where it comes in time. The work behind the promise is
 * not stopped, and what it rejects with later is nobody's concern.
 *
 * @throws TimeLimitExceeded when it takes longer than `limitMs` milliseconds
 */
export async function withTimeLimit<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  const { promise: expiry, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TimeLimitExceeded(limitMs)), limitMs);
  try {
    return await Promise.race([promise, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
