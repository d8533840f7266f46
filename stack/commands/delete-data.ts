import { isNotFound } from "../docker.ts";
import { labelNames } from "../labels.ts";
import { objectName } from "../names.ts";
import type { CommandContext } from "./command.ts";

/** Deletes the counts of a stack that is down. */
export async function deleteData({ docker, options, report }: CommandContext): Promise<void> {
  const { stack, yes } = options;
  const running = await docker.listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`] },
  });
  if (running.length > 0) throw new Error(`stack "${stack}" is not down; take it down first: npm run down`);
  if (!yes) throw new Error(`this deletes every count of stack "${stack}" for good; say --yes to do it`);
  try {
    await docker.getVolume(objectName(stack, "redis", "data")).remove();
    report(`The counts of stack "${stack}" are deleted; its backups, if there are any, are kept.`);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    report(`Stack "${stack}" has no counts.`);
  }
}
