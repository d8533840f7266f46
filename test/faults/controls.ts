import { missingPrograms } from "../support/host-programs.ts";
import type { Platform } from "../support/platform.ts";
import type { Fault } from "./fault.ts";
import { losePower } from "./power-loss.ts";
import { pauseRedis } from "./process-faults.ts";
import { createSmallVolume, type SmallVolume } from "./small-volume.ts";
import { type StackOptions, withStack } from "./stack.ts";
import { killDuringFsync } from "./storage-faults.ts";
import { runTrial } from "./trial.ts";
import { problemsOf } from "./verdict.ts";

interface Control {
  readonly name: string;
  /** Takes one guarantee away. */
  readonly without: Pick<StackOptions, "edits" | "settings">;
  readonly fault: Fault | ((volume: SmallVolume) => Fault);
  /** What has to be noticed. */
  readonly notices: RegExp;
  readonly programs?: readonly string[];
}

const controls: readonly Control[] = [
  {
    name: "control: a write is not remembered",
    without: {
      edits: [
        {
          file: "service/counting/lua/write.lua",
          from: "if last == sequence then",
          to: "if false then",
        },
      ],
    },
    fault: pauseRedis(3000),
    notices: /were counted that nobody was told of/,
  },
  {
    name: "control: the log is synced every second",
    without: { settings: { redisFsync: "everysec" } },
    fault: killDuringFsync(1800, 5000),
    notices: /were acknowledged, \d+ were counted/,
    programs: ["strace"],
  },
  {
    name: "control: power loss, and the log is synced when the system likes to",
    without: { edits: [{ file: "stack/redis/start.sh", from: "$REDIS_FSYNC", to: "no" }] },
    fault: (volume) => losePower(volume, 1000),
    notices: /were acknowledged, \d+ were counted/,
  },
];

/**
 * Sees to it that a broken guarantee is noticed.
 *
 * @param hasVolumes whether a small volume can be made on this machine
 * @returns what was not
 */
export async function runControls(chosen: RegExp, hasVolumes: boolean): Promise<string[]> {
  const unnoticed: string[] = [];
  for (const control of controls.filter(({ name }) => chosen.test(name))) {
    const { name, notices, fault, programs = [] } = control;
    const missing = await missingPrograms(...programs);
    if (typeof fault === "function" && !hasVolumes) missing.push("volume of its own for Redis");
    if (missing.length > 0) {
      console.error(`Left out: ${name}, because the machine has no ${missing.join(" and no ")}`);
      continue;
    }
    const problems = await problemsUnder(control);
    if (notices.test(problems.join("; "))) console.error(`${name}: noticed, ${problems.join("; ")}`);
    else unnoticed.push(`${name}: it was not noticed; ${problems.join("; ") || "nothing was"}`);
  }
  return unnoticed;
}

async function problemsUnder({ without, fault }: Control): Promise<string[]> {
  if (typeof fault !== "function") {
    return await withStack(without, async (platform) => problemsOf(await runTrial(platform, fault)));
  }
  const volumes: SmallVolume[] = [];
  const prepare = async (platform: Platform) => volumes.push(await createSmallVolume(platform, 64));
  try {
    return await withStack({ ...without, prepare }, async (platform) => {
      const problems: string[] = [];
      for (const volume of volumes) problems.push(...problemsOf(await runTrial(platform, fault(volume))));
      return problems;
    });
  } finally {
    for (const volume of volumes) await volume.dispose();
  }
}
