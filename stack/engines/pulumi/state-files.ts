import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { namespace } from "../../config/config.ts";

/**
 * The folder of a file backend's files; undefined for other backends.
 *
 * @param backendUrl as `pulumi whoami` or PULUMI_BACKEND_URL gives it
 */
export function stateFolder(backendUrl: string): string | undefined {
  if (!backendUrl.startsWith("file://")) return undefined;
  return join(backendUrl.slice("file://".length).replace(/^~/, homedir()), ".pulumi");
}

/**
 * Removes the attributes beside a stack's state that an update left half
 * written when it was killed: Pulumi reads no state beside such a file, and
 * none is as good as any.
 */
export async function removeBrokenAttributes(backendUrl: string, stack: string): Promise<void> {
  const state = stateFolder(backendUrl);
  if (state === undefined) return;
  const folder = join(state, "stacks", namespace);
  if (!existsSync(folder)) return;
  for (const file of await readdir(folder)) {
    if (!file.startsWith(`${stack}.json`) || !file.endsWith(".attrs")) continue;
    if (!(await holdsJson(join(folder, file)))) await rm(join(folder, file));
  }
}

async function holdsJson(file: string): Promise<boolean> {
  try {
    JSON.parse(await readFile(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
