import { connectDocker } from "../../stack/containers/docker.ts";
import { prepareMachine } from "../../stack/machine/machine.ts";
import { removeAbandoned } from "../support/abandoned.ts";
import { testStackName } from "../support/abandoned-stacks.ts";
import { missingPrograms } from "../support/host-programs.ts";
import type { Platform } from "../support/platform.ts";
import { runControls } from "./controls.ts";
import { runEngineTrial } from "./engine-trial.ts";
import type { Fault } from "./fault.ts";
import { chooseFaults, engineFault } from "./matrix.ts";
import { settableClock } from "./process-faults.ts";
import { buildRedisClock, settableRedisClock } from "./redis-clock.ts";
import { renderOutcomes } from "./report.ts";
import { createSmallVolume, missingForSmallVolume, type SmallVolume } from "./small-volume.ts";
import { withStack } from "./stack.ts";
import { type Outcome, runTrial } from "./trial.ts";
import { problemsOf } from "./verdict.ts";

const outcomes: Outcome[] = [];
let kept = true;

await run(process.argv[2]);
console.log(`\n${renderOutcomes(outcomes)}\n`);
console.log(kept ? "Nothing was lost." : "NOT ALL PROMISES WERE KEPT, see above.");
process.exit(kept && outcomes.length > 0 ? 0 : 1);

/** @param pattern chooses the faults by name; without it, all are applied */
async function run(pattern = ""): Promise<void> {
  const chosen = new RegExp(pattern, "i");
  await prepare();
  let volume: SmallVolume | undefined;
  const prepareVolume = async (platform: Platform) => {
    const missing = await missingForSmallVolume();
    if (missing) console.error(`Left out: the Redis volume full, and power loss, because ${missing}`);
    else volume = await createSmallVolume(platform, 64);
  };
  const canCompile = (await missingPrograms("cc")).length === 0;
  const edits = [settableClock, ...(canCompile ? settableRedisClock : [])];
  const prepareStack = async (platform: Platform) => {
    await prepareVolume(platform);
    if (canCompile) await buildRedisClock(platform);
  };
  try {
    await withStack({ edits, prepare: prepareStack }, async (platform) => {
      for (const fault of await chooseFaults(volume, chosen)) {
        await apply(fault, () => runTrial(platform, fault));
      }
    });
  } finally {
    await volume?.dispose();
  }
  if (chosen.test(engineFault.name)) {
    await apply(engineFault, () => runEngineTrial(engineFault, testStackName()));
  }
  for (const problem of await runControls(chosen, volume !== undefined)) complain(problem);
}

async function apply(fault: Fault, trial: () => Promise<Outcome>): Promise<void> {
  console.error(`${fault.name} …`);
  try {
    const outcome = await trial();
    outcomes.push(outcome);
    for (const problem of problemsOf(outcome)) complain(problem);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
  }
}

function complain(problem: string): void {
  kept = false;
  console.error(`  broken: ${problem}`);
}

async function prepare(): Promise<void> {
  const docker = connectDocker();
  const baseImages = { node: undefined, nginx: undefined, redis: undefined };
  await prepareMachine({ docker, report: (line) => console.error(line), baseImages });
  await removeAbandoned(docker);
}
