import type Docker from "dockerode";
import { isNotFound } from "../docker.ts";
import { labelNames } from "../labels.ts";
import { objectName } from "../names.ts";
import type { CommandContext } from "./command.ts";

/** Deletes the counts and the keys of a stack that is down. */
export async function deleteData({ docker, options, report }: CommandContext): Promise<void> {
  const { stack, yes } = options;
  const running = await docker.listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`] },
  });
  if (running.length > 0) throw new Error(`stack "${stack}" is not down; take it down first: npm run down`);
  if (!yes) throw new Error(`this deletes every count of stack "${stack}" for good; say --yes to do it`);
  const [counts] = await Promise.all([
    removeVolume(docker, objectName(stack, "redis", "data")),
    removeVolume(docker, objectName(stack, "secrets")),
  ]);
  report(
    counts
      ? `The counts of stack "${stack}" are deleted; its backups, if there are any, are kept.`
      : `Stack "${stack}" has no counts.`,
  );
}

/** Whether there was one. */
async function removeVolume(docker: Docker, name: string): Promise<boolean> {
  try {
    await docker.getVolume(name).remove();
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
