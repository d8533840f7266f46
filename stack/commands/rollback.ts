import { listReleases, loadRelease, type StoredRelease } from "../stored-release.ts";
import type { CommandContext } from "./command.ts";
import { readServing } from "./serving.ts";
import { up } from "./up.ts";

/** Goes back to a release that has served before: its image and its settings, without building anything. */
export async function rollback(context: CommandContext): Promise<void> {
  const { docker, options, report } = context;
  const { stack } = options;
  const serving = await readServing(docker, stack);
  if (serving === undefined) throw new Error(`stack "${stack}" is not up; there is nothing to go back from`);
  const target = options.release
    ? await loadRelease(docker, stack, options.release)
    : findPrevious(await listReleases(docker, stack), serving, stack);
  report(`Going back from release ${serving} to ${target.id}.`);
  await up({
    ...context,
    options: { ...options, config: [...options.config, `tally:release=${target.id}`] },
  });
}

/**
 * The newest release that has served and is older than the one that serves now.
 *
 * @throws Error when there is none
 */
export function findPrevious(
  releases: readonly StoredRelease[],
  serving: string,
  stack: string,
): StoredRelease {
  const now = releases.find(({ id }) => id === serving);
  const older = releases.filter(
    ({ served, createdAt }) => served && createdAt < (now?.createdAt ?? Infinity),
  );
  const [previous] = older.toSorted((a, b) => b.createdAt - a.createdAt);
  if (previous) return previous;
  throw new Error(`stack "${stack}" has no release before ${serving} to go back to`);
}
