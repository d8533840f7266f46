import { parseArgs } from "node:util";

/** What a run of the benchmark was asked for. */
export interface BenchOptions {
  readonly updates: number;
  /** How many requests the whole run sends at least. */
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** How often each of the two programs is run for the comparison of no-ops. */
  readonly noops: number;
  readonly noopOnly: boolean;
  /** `each`, or the name of an engine; undefined leaves it to the machine. */
  readonly engine: string | undefined;
}

/** Leaves generator, service and an update room on two cores. */
const defaultRate = 400;

export const usage = `npm run bench:deploy -- [options]
  --updates N     consecutive updates (20)
  --requests N    requests in all, at least (500000)
  --rate N        requests a second (${defaultRate})
  --noops N       runs of each program for the comparison of no-ops with Pulumi, 0 leaves it out (5)
  --noop-only     that comparison alone
  --engine NAME   pulumi, embedded or each (TALLY_ENGINE, else pulumi where it is found, else embedded)`;

/** @throws Error naming every option that is wrong */
export function parseBenchOptions(args: readonly string[], env: NodeJS.ProcessEnv): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      updates: { type: "string", default: "20" },
      requests: { type: "string", default: "500000" },
      rate: { type: "string", default: String(defaultRate) },
      noops: { type: "string", default: "5" },
      "noop-only": { type: "boolean", default: false },
      engine: { type: "string", default: env.TALLY_ENGINE || undefined },
    },
  });
  const { updates, requests, rate, noops, engine } = values;
  const problems = Object.entries({ updates, requests, rate, noops })
    .filter(([name, value]) => !(name === "noops" ? /^\d{1,9}$/ : /^[1-9]\d{0,8}$/).test(value))
    .map(([name, value]) => `--${name} must be a whole number, not "${value}"`);
  if (engine !== undefined && !["pulumi", "embedded", "each"].includes(engine)) {
    problems.push(`the engine must be pulumi, embedded or each, not "${engine}"`);
  }
  if (problems.length > 0) throw new Error(`${problems.join("\n")}\n\n${usage}`);
  return {
    updates: Number(updates),
    requests: Number(requests),
    requestsPerSecond: Number(rate),
    noops: Number(noops),
    noopOnly: values["noop-only"],
    engine,
  };
}
