import type Docker from "dockerode";
import { ignoreMissing, isNotFound } from "../containers/docker.ts";
import { isOwn, removeHelpers } from "../containers/helpers.ts";
import { labelNames } from "../containers/labels.ts";
import { backupVolume, objectName } from "../containers/names.ts";
import type { CommandContext } from "./command.ts";

/** Deletes the counts, the keys and the images of a stack that is down. */
export async function deleteData({ docker, options, report }: CommandContext): Promise<void> {
  const { stack, yes } = options;
  const containers = await docker.listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`] },
  });
  if (containers.some(({ Labels }) => isOwn(Labels))) {
    throw new Error(`stack "${stack}" is not down; take it down first: npm run down -- --stack ${stack}`);
  }
  if (!yes)
    throw new Error(
      `this deletes every count and every kept release of stack "${stack}" for good; say --yes to do it`,
    );
  await removeHelpers(docker, stack);
  const [counts, , images] = await Promise.all([
    removeVolume(docker, objectName(stack, "redis", "data")),
    removeVolume(docker, objectName(stack, "secrets")),
    removeImages(docker, stack),
  ]);
  report(
    counts
      ? `The counts of stack "${stack}" are deleted; ${await describeBackups(docker, stack)}.`
      : `Stack "${stack}" has no counts.`,
  );
  if (images > 0) report("Its images are deleted as well; the base images stay.");
}

async function describeBackups(docker: Docker, stack: string): Promise<string> {
  const name = backupVolume(stack);
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify({ name: [name] }) as never });
  if (!Volumes.some(({ Name }) => Name === name))
    return "backups in a folder of yours, if there are any, are kept";
  return `its backups are kept; docker volume rm ${name} deletes them too`;
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

/** How many names of images were removed; what another stack shares with this one keeps its other names. */
async function removeImages(docker: Docker, stack: string): Promise<number> {
  const prefix = objectName(stack, "");
  const images = await docker.listImages({ filters: { reference: [`${prefix}*`] } });
  const tags = images
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    // A part's name is one word: "tally-a-b-proxy" is no image of stack "a".
    .filter((tag) => tag.startsWith(prefix) && /^[a-z]+:/.test(tag.slice(prefix.length)));
  for (const tag of tags) {
    await docker.getImage(tag).remove().catch(ignoreMissing);
  }
  return tags.length;
}
