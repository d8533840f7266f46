import { setTimeout as sleep } from "node:timers/promises";
import { connectDocker } from "../../stack/containers/docker.ts";
import { prepareMachine } from "../../stack/machine/machine.ts";
import { removeAbandoned } from "../support/abandoned.ts";
import { findPulumi } from "../support/pulumi-cli.ts";
import { runCampaign } from "./deploy/campaign.ts";
import { chooseEngines } from "./deploy/engine-choice.ts";
import { isExact } from "./deploy/ledger.ts";
import { measureNoOps, renderNoOps } from "./deploy/no-op.ts";
import { type BenchOptions, parseBenchOptions } from "./deploy/options.ts";
import { renderCampaign } from "./deploy/report.ts";
import { percent } from "./figures.ts";
import { watchProcessors } from "./processors.ts";
import { createProgress } from "./progress.ts";

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => stop.abort(new Error(`stopped by ${name}`)));
}

/** How long the machine is looked at before anything is started, in milliseconds. */
const lookMs = 3000;

try {
  const options = parseBenchOptions(process.argv.slice(2), process.env);
  process.exitCode = (await run(options)) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function run(options: BenchOptions): Promise<boolean> {
  const { signal } = stop;
  const pulumi = findPulumi();
  const engines = chooseEngines(options.noopOnly ? "pulumi" : options.engine, pulumi);
  await prepare();
  const busy = watchProcessors();
  await sleep(lookMs, undefined, { signal });
  console.log(`Before the start, other work kept the processors ${percent(busy())} busy.`);

  let lossless = true;
  for (const engine of options.noopOnly ? [] : engines) {
    const campaign = await runCampaign(engine, { options, progress: createProgress(), signal });
    const name = engine === "pulumi" ? `Pulumi ${pulumi}` : "the embedded engine";
    console.log(`\nUpdates with ${name}:\n\n${renderCampaign(campaign, options.requestsPerSecond)}`);
    const { failures, counts, problem } = campaign;
    lossless &&= failures.length === 0 && counts.every(isExact) && problem === undefined;
  }
  if (engines.includes("pulumi") && options.noops > 0) {
    console.log(renderNoOps(await measureNoOps(options.noops, signal)));
  }
  return lossless;
}

async function prepare(): Promise<void> {
  const docker = connectDocker();
  const baseImages = { node: undefined, nginx: undefined, redis: undefined };
  await prepareMachine({ docker, report: (line) => console.error(line), baseImages });
  await removeAbandoned(docker);
}
