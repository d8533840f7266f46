export interface CommandCalls {
  readonly all: number;
  /** Those that run a script. */
  readonly scripts: number;
}

/** How often Redis has been told to do something, in what `INFO commandstats` says; commands of scripts are in it. */
export function parseCommandCalls(info: string): CommandCalls {
  const calls = [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name = "", count]) => ({
    name,
    count: Number(count),
  }));
  const sum = (all: typeof calls) => all.reduce((total, { count }) => total + count, 0);
  return { all: sum(calls), scripts: sum(calls.filter(({ name }) => /^(eval|fcall)/.test(name))) };
}
