import { chmod, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import type { BaseImageName } from "../../base-images.ts";
import type { AptSettings } from "./apt-settings.ts";
import { makeDebianImage } from "./debian-image.ts";
import { withInterruption } from "./interruption.ts";

export interface DebianImagesOptions {
  readonly docker: Docker;
  readonly report: (line: string) => void;
  readonly names: readonly BaseImageName[];
  readonly settings: AptSettings;
  /** Where the work goes: not /tmp, which may be in memory and without device files. */
  readonly workRoot?: string;
}

/**
 * Makes base images from Debian packages, as root on Debian or Ubuntu, side by
 * side: most of the time goes into unpacking, which keeps one core busy.
 *
 * @throws Error of the first that fails; then, as after a signal, nothing half made stays behind
 */
export async function makeDebianImages(options: DebianImagesOptions): Promise<void> {
  const { names, workRoot = "/var/tmp" } = options;
  await withInterruption(async (interruption) => {
    const { signal } = interruption;
    const workDirectory = await mkdtemp(join(workRoot, "tally-base-"));
    try {
      // apt downloads as a user of its own, who has to get through here.
      await chmod(workDirectory, 0o755);
      const make = (name: BaseImageName) => makeDebianImage({ ...options, name, workDirectory, signal });
      // The first failure ends the others, and all have to be over before their files can go.
      await Promise.all(names.map((name) => make(name).catch((error) => interruption.abort(error))));
      signal.throwIfAborted();
    } finally {
      await rm(workDirectory, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}
