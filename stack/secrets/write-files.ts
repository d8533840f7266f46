import { randomBytes } from "node:crypto";
import { basename, dirname } from "node:path/posix";
import { buffer } from "node:stream/consumers";
import { isDeepStrictEqual } from "node:util";
import type Docker from "dockerode";
import { extract, pack } from "tar-stream";
import { connectDocker, ignoreMissing, isNotFound } from "../containers/docker.ts";
import { labelNames } from "../containers/labels.ts";
import { containerUser } from "../containers/names.ts";
import type { SecretFilesInputs } from "./secret-files.ts";
import { secretsPath as directory } from "./secret-plan.ts";

/** How much chance a generated key is made of. */
const keyBytes = 32;

/** Whether two descriptions lead to the same files; the image is only the way there. */
export function sameFiles(olds: SecretFilesInputs, news: SecretFilesInputs): boolean {
  const told = ({ volume, files, generated }: SecretFilesInputs) => ({ volume, files, generated });
  return isDeepStrictEqual(told(olds), told(news));
}

/**
 * Whether an update has to write the files: they are others, or somebody removed
 * them. A preview cannot always look, for want of an image.
 */
export async function mustWrite(
  olds: SecretFilesInputs,
  news: SecretFilesInputs,
  docker = connectDocker(),
): Promise<boolean> {
  return !sameFiles(olds, news) || !(await areWritten(news, docker).catch(() => true));
}

/** Writes the files, readable by the containers' user alone; a generated one that is there stays. */
export async function writeFiles(inputs: SecretFilesInputs, docker = connectDocker()): Promise<void> {
  await withVolume(docker, inputs, async (container) => {
    const files = { ...inputs.files };
    for (const name of inputs.generated) {
      if (await readFile(container, `${directory}/${name}`)) continue;
      files[name] = randomBytes(keyBytes).toString("hex");
    }
    await container.putArchive(await packFiles(files), { path: dirname(directory) });
  });
}

/** Whether the volume holds exactly these contents under these names, and every generated key. */
export async function areWritten(inputs: SecretFilesInputs, docker = connectDocker()): Promise<boolean> {
  // A container would make the volume that it is given, without its labels.
  if (!(await isThere(docker.getVolume(inputs.volume)))) return false;
  return await readVolume(docker, inputs, async (container) => {
    for (const [name, content] of Object.entries(inputs.files)) {
      if ((await readFile(container, `${directory}/${name}`)) !== content) return false;
    }
    for (const name of inputs.generated) {
      if (!(await readFile(container, `${directory}/${name}`))) return false;
    }
    return true;
  });
}

async function packFiles(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const [uid, gid] = containerUser.split(":").map(Number);
  const owner = { uid: uid ?? 0, gid: gid ?? 0 };
  const archive = pack();
  // Redis makes its password there, and may come to the new volume second.
  const folder = basename(directory);
  archive.entry({ name: `${folder}/`, type: "directory", mode: 0o755, ...owner });
  for (const [name, content] of Object.entries(files)) {
    archive.entry({ name: `${folder}/${name}`, mode: 0o400, ...owner }, content);
  }
  archive.finalize();
  return await buffer(archive);
}

/** Every container of the stack's has its secrets in the same place; to use one is quicker than to make one. */
async function readVolume<Result>(
  docker: Docker,
  inputs: SecretFilesInputs,
  use: (container: Docker.Container) => Promise<Result>,
): Promise<Result> {
  const filters = { volume: [inputs.volume], label: [labelNames.role] };
  const [user] = await docker.listContainers({ all: true, filters });
  return user ? await use(docker.getContainer(user.Id)) : await withVolume(docker, inputs, use);
}

/** A container that is never started is the way into a volume on any engine, a distant one too. */
async function withVolume<Result>(
  docker: Docker,
  { volume, image }: SecretFilesInputs,
  use: (container: Docker.Container) => Promise<Result>,
): Promise<Result> {
  // One that was interrupted stays behind.
  await docker.getContainer(`${volume}-writer`).remove({ force: true }).catch(ignoreMissing);
  const container = await docker.createContainer({
    Image: image,
    name: `${volume}-writer`,
    HostConfig: { Mounts: [{ Type: "volume", Source: volume, Target: directory }] },
  });
  try {
    return await use(container);
  } finally {
    await container.remove({ v: false });
  }
}

async function isThere(volume: Docker.Volume): Promise<boolean> {
  try {
    await volume.inspect();
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** A file of a container's, running or not; undefined where there is none. */
export async function readFile(container: Docker.Container, path: string): Promise<string | undefined> {
  try {
    const entries = (await container.getArchive({ path })).pipe(extract());
    for await (const entry of entries) return (await buffer(entry)).toString("utf8");
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return undefined;
}
