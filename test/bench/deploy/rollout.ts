import { servingRelease } from "../../support/observations.ts";
import type { Platform } from "../../support/platform.ts";
import { withOwnSignal } from "../own-signal.ts";
import { greeting, type Update } from "./schedule.ts";

const greetingFile = "service/page/home.ts";

/** A deployed stack that updates are carried out on, one after the other. */
export interface Rollout {
  /**
   * @returns how long the command took, in milliseconds
   * @throws Error when the command fails or what serves afterwards is not what the update is about
   */
  update(update: Update, signal: AbortSignal): Promise<number>;
}

/** Deploys the stack for the first time. */
export async function startRollout(platform: Platform, signal: AbortSignal): Promise<Rollout> {
  const sources = await platform.project.read(greetingFile);
  await up(platform, [], signal);
  const served = [await servingRelease(platform)];

  async function check({ kind, release, replicas }: Update): Promise<void> {
    const id = await servingRelease(platform);
    const running = (await platform.containers("service")).length;
    const known = { same: id === served.at(-1), new: !served.includes(id), previous: id === served.at(-2) };
    if (!known[release])
      throw new Error(`after "${kind}", release ${id} serves; before: ${served.join(", ")}`);
    if (running !== replicas)
      throw new Error(`after "${kind}", there are ${running} replicas, not ${replicas}`);
    if (release !== "same") served.push(id);
  }

  return {
    async update(update, signal) {
      if (update.greeting) {
        await platform.project.write(greetingFile, sources.replace(greeting, update.greeting));
      }
      const settings = Object.entries(update.settings).map(([key, value]) => `${key}=${value}`);
      const durationMs = await up(platform, settings, signal);
      await check(update);
      return durationMs;
    },
  };
}

async function up(platform: Platform, settings: readonly string[], signal: AbortSignal): Promise<number> {
  const args = settings.flatMap((setting) => ["--config", setting]);
  const { exitCode, output, durationMs } = await withOwnSignal(signal, (own) =>
    platform.start("up", args, { signal: own }),
  );
  if (exitCode !== 0) throw new Error(`up ${args.join(" ")} failed:\n${output}`);
  return durationMs;
}
