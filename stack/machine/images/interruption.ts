const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a task that must clean up even when a signal ends this process: the
 * signal aborts the task first, and takes its usual effect when the task is over.
 */
export async function withInterruption<Result>(
  task: (interruption: AbortController) => Promise<Result>,
): Promise<Result> {
  const interruption = new AbortController();
  let received: NodeJS.Signals | undefined;
  const interrupt = (signal: NodeJS.Signals) => {
    received = signal;
    interruption.abort(new Error(`Interrupted by ${signal}`));
  };
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await task(interruption);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    // Somebody else's listener has had the signal already.
    if (received !== undefined && process.listenerCount(received) === 0) process.kill(process.pid, received);
  }
}
