import { parseArgs } from "node:util";

/** What a run of the benchmark was asked for. */
export interface ThroughputOptions {
  readonly rounds: number;
  /** How long one contender is measured in a round. */
  readonly seconds: number;
  /** Only contenders with one of these in their name; all where there is none. */
  readonly only: readonly string[];
  /** How many counters are stored where there are many; 0 leaves those contenders out. */
  readonly counters: number;
  /** Whether throughput is measured over the number of replicas as well. */
  readonly replicasSweep: boolean;
}

export const usage = `npm run bench -- [options]
  --rounds N          rounds, in each of which every contender has its turn (5)
  --seconds N         seconds of each turn (5)
  --only TEXT,TEXT    only contenders with one of these in their name
  --counters N        counters that are stored where there are many, 0 leaves them out (1000000)
  --no-replicas-sweep leaves out how throughput goes with the number of replicas`;

/** @throws Error naming every option that is wrong */
export function parseThroughputOptions(args: readonly string[]): ThroughputOptions {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "5" },
      only: { type: "string", default: "" },
      counters: { type: "string", default: "1000000" },
      "replicas-sweep": { type: "boolean", default: true },
    },
  });
  const { rounds, seconds, counters, only } = values;
  const problems = Object.entries({ rounds, seconds, counters })
    .filter(([name, value]) => !(name === "counters" ? /^\d{1,7}$/ : /^[1-9]\d{0,3}$/).test(value))
    .map(([name, value]) => `--${name} must be a whole number, not "${value}"`);
  if (problems.length > 0) throw new Error(`${problems.join("\n")}\n\n${usage}`);
  return {
    rounds: Number(rounds),
    seconds: Number(seconds),
    only: only.split(",").filter(Boolean),
    counters: Number(counters),
    replicasSweep: values["replicas-sweep"],
  };
}
