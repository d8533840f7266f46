import type { Fault } from "./fault.ts";
import { missingPrograms } from "./host.ts";
import { pauseRedis } from "./process-faults.ts";
import { type Edit, withStack } from "./stack.ts";
import { killDuringFsync } from "./storage-faults.ts";
import { runTrial } from "./trial.ts";
import { problemsOf } from "./verdict.ts";

interface Control {
  readonly name: string;
  /** Takes one guarantee away. */
  readonly edit: Edit;
  readonly fault: Fault;
  /** What has to be noticed. */
  readonly notices: RegExp;
  readonly programs?: readonly string[];
}

const controls: readonly Control[] = [
  {
    name: "control: a write is not remembered",
    edit: {
      file: "service/counting/lua/write.lua",
      from: "if last == sequence then",
      to: "if false then",
    },
    fault: pauseRedis(3000),
    notices: /were counted that nobody was told of/,
  },
  {
    name: "control: the log is synced every second",
    edit: { file: "stack/redis/redis.conf", from: "appendfsync always", to: "appendfsync everysec" },
    fault: killDuringFsync(1800, 5000),
    notices: /were acknowledged, \d+ were counted/,
    programs: ["strace"],
  },
];

/** Sees to it that a broken guarantee is noticed. @returns what was not */
export async function runControls(chosen: RegExp): Promise<string[]> {
  const unnoticed: string[] = [];
  for (const { name, edit, fault, notices, programs = [] } of controls.filter(({ name }) =>
    chosen.test(name),
  )) {
    const missing = await missingPrograms(...programs);
    if (missing.length > 0) {
      console.error(`Left out: ${name}, because the machine has no ${missing.join(" and no ")}`);
      continue;
    }
    const problems = await withStack({ edits: [edit] }, async (platform) =>
      problemsOf(await runTrial(platform, fault)),
    );
    if (notices.test(problems.join("; "))) console.error(`${name}: noticed, ${problems.join("; ")}`);
    else unnoticed.push(`${name}: "${fault.name}" did not notice it`);
  }
  return unnoticed;
}
