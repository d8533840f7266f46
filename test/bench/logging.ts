import { parseArgs } from "node:util";
import { connectDocker } from "../../stack/containers/docker.ts";
import { prepareMachine } from "../../stack/machine/machine.ts";
import { removeAbandoned } from "../support/abandoned.ts";
import { renderComparison, shareLeft } from "./logging/report.ts";
import { measureThroughput } from "./logging/throughput.ts";

const usage = `npm run bench:logging -- [options]
  --rounds N    rounds, in each of which each level has its turn (16)
  --seconds N   how long a turn is (5)`;

/** What is left of the throughput without logs, at least. */
const target = 0.95;

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => stop.abort(new Error(`stopped by ${name}`)));
}

try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function run(): Promise<boolean> {
  const { values } = parseArgs({
    options: { rounds: { type: "string", default: "16" }, seconds: { type: "string", default: "5" } },
  });
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
  if (!(Number.isInteger(rounds) && rounds > 0 && seconds > 0)) throw new Error(usage);
  const docker = connectDocker();
  const baseImages = { node: undefined, nginx: undefined, redis: undefined };
  await prepareMachine({ docker, report: (line) => console.error(line), baseImages });
  await removeAbandoned(docker);
  const measured = await measureThroughput({ rounds, seconds, signal: stop.signal });
  console.log(`\n${renderComparison(measured)}\n`);
  const left = shareLeft(measured.at(0), measured.at(-1)) ?? 0;
  const verdict = left >= target ? "as wanted" : `MISSED: it should be ${target} at least`;
  console.log(`With logs, ${left.toFixed(3)} of the throughput is left, ${verdict}.`);
  return left >= target;
}
