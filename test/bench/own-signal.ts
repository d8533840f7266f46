/**
 * Runs work with a signal of its own, which the given one aborts for as long as
 * the work takes and no longer: whoever kills a process group when it is
 * aborted would otherwise still do so when that group is long gone.
 */
export async function withOwnSignal<Result>(
  signal: AbortSignal,
  work: (own: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const own = new AbortController();
  const abort = () => own.abort(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    return await work(own.signal);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
