const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Does something when this process is asked to end, which it then does as if nobody had listened. */
export function onInterruption(action: () => void): void {
  for (const signal of signals) {
    process.once(signal, () => {
      action();
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  }
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
