import { connectDocker } from "../../stack/docker.ts";
import { prepareMachine } from "../../stack/machine/machine.ts";
import { removeAbandonedStacks } from "../support/abandoned-stacks.ts";
import { createPlatform } from "../support/platform.ts";
import type { Fault } from "./fault.ts";
import { chooseFaults } from "./matrix.ts";
import { settableClock } from "./process-faults.ts";
import { renderOutcomes } from "./report.ts";
import { createSmallVolume } from "./small-volume.ts";
import { type Outcome, runTrial } from "./trial.ts";
import { problemsOf } from "./verdict.ts";

process.exitCode = (await run(process.argv[2])) ? 0 : 1;

/** @param pattern chooses the faults by name; without it, all are applied */
async function run(pattern = ""): Promise<boolean> {
  await prepare();
  // Redis as small as it may be, so that it is soon full.
  const platform = await createPlatform("embedded", { redisMemory: 64, gateWatch: 0, logLevel: "warn" });
  const volume = await createSmallVolume(platform, 64).catch(left("the Redis volume full"));
  const outcomes: Outcome[] = [];
  let kept = true;
  try {
    const main = await platform.project.read("service/main.ts");
    await platform.project.write("service/main.ts", main + settableClock);
    await platform.must("up");
    for (const fault of await chooseFaults(volume, new RegExp(pattern, "i"))) {
      await apply(fault);
    }
  } finally {
    await platform.dispose();
    await volume?.dispose();
  }
  console.log(renderOutcomes(outcomes));
  return kept && outcomes.length > 0;

  async function apply(fault: Fault): Promise<void> {
    console.error(`${fault.name} …`);
    try {
      const outcome = await runTrial(platform, fault);
      outcomes.push(outcome);
      for (const problem of problemsOf(outcome)) complain(problem);
      for (const failure of new Set(outcome.failures.map(kindOf))) console.error(`  ${failure}`);
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    }
  }

  function complain(problem: string): void {
    kept = false;
    console.error(`  broken: ${problem}`);
  }
}

async function prepare(): Promise<void> {
  const docker = connectDocker();
  const baseImages = { node: undefined, nginx: undefined, redis: undefined };
  await prepareMachine({ docker, report: (line) => console.error(line), baseImages });
  await removeAbandonedStacks(docker);
}

function left(fault: string) {
  return (error: Error): undefined =>
    console.error(`Left out: ${fault}, because ${error.message}`) as undefined;
}

function kindOf(failure: string): string {
  return failure.replaceAll(/"requestId":"[^"]*"|\d{4,}/g, "…").slice(0, 160);
}
