const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does something when this process is asked to end, which it then does as if nobody had listened.
 *
 * @returns what lets it be
 */
export function onInterruption(action: () => void): () => void {
  const act = (signal: NodeJS.Signals) => {
    action();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const signal of signals) process.once(signal, act);
  return () => {
    for (const signal of signals) process.off(signal, act);
  };
}

/**
 * Leaves Ctrl-C to a program on the same terminal, which is told of it too and may want to end in order.
 *
 * @param program ends when that has
 */
export async function leaveInterruptionTo<Result>(program: Promise<Result>): Promise<Result> {
  const ignore = () => undefined;
  process.on("SIGINT", ignore);
  try {
    return await program;
  } finally {
    process.off("SIGINT", ignore);
  }
}
