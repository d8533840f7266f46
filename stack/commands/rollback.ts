import { listReleases, loadRelease, type StoredRelease } from "../release/stored-release.ts";
import type { CommandContext } from "./command.ts";
import { readServed } from "./serving.ts";
import { up } from "./up.ts";

/** Goes back to a release that has served before: its image and its settings, without building anything. */
export async function rollback(context: CommandContext): Promise<void> {
  const { docker, options, report } = context;
  const { stack } = options;
  const { release: serving, proven } = await readServed(docker, stack);
  if (serving === undefined) throw new Error(`stack "${stack}" is not up; there is nothing to go back from`);
  const target = options.release
    ? await loadRelease(docker, stack, options.release)
    : findPrevious(await listReleases(docker, stack), serving, stack, proven);
  report(`Going back from release ${serving} to ${target.id}.`);
  await up({
    ...context,
    options: { ...options, config: [...options.config, `tally:release=${target.id}`] },
  });
}

/**
 * The release that served before the one that serves now.
 *
 * @param proven the last that was switched to completely: before one whose switch was cut short
 * @throws Error when there is none
 */
export function findPrevious(
  releases: readonly StoredRelease[],
  serving: string,
  stack: string,
  proven = serving,
): StoredRelease {
  const left = releases.find(({ id, served }) => served && id === proven && id !== serving);
  if (left) return left;
  const now = releases.find(({ id }) => id === serving)?.taggedAt ?? Number.POSITIVE_INFINITY;
  const before = releases.filter(({ id, served, taggedAt }) => served && id !== serving && taggedAt <= now);
  const [previous] = before.toSorted((a, b) => b.taggedAt - a.taggedAt);
  if (previous) return previous;
  throw new Error(`stack "${stack}" has no release before ${serving} to go back to`);
}
