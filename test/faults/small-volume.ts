import { chown, mkdir, mkdtemp, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labelNames } from "../../stack/containers/labels.ts";
import { containerUser, objectName } from "../../stack/containers/names.ts";
import { missingPrograms, runOnHost } from "../support/host-programs.ts";
import type { Platform } from "../support/platform.ts";

/** The volume for a stack's Redis as a disk of its own that is easily filled. */
export interface SmallVolume {
  /** Takes every byte that is left. */
  fill(): Promise<void>;
  empty(): Promise<void>;
  /** Copies what has reached the disk: what was written and not synced is not in it. */
  copy(): Promise<void>;
  /** Goes on with the copy, as after a loss of power. Nothing may have the volume in use. */
  goBack(): Promise<void>;
  /** To be called when the stack is gone. */
  dispose(): Promise<void>;
}

const chunk = Buffer.alloc(64 * 1024, 1);

/** Why there can be no such volume here; undefined where there can. */
export async function missingForSmallVolume(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "only root may mount a disk";
  const missing = await missingPrograms("truncate", "mkfs.ext4", "mount", "umount", "sync", "cp");
  return missing.length > 0 ? `the machine has no ${missing.join(" and no ")}` : undefined;
}

/** Makes it before the stack is deployed, which finds it there. */
export async function createSmallVolume(platform: Platform, megabytes: number): Promise<SmallVolume> {
  const directory = await mkdtemp(join(tmpdir(), "tally-volume-"));
  const [image, disk] = [join(directory, "image"), join(directory, "disk")];
  const copied = join(directory, "copy");
  const mount = () => runOnHost("mount", "-o", "loop", image, disk);
  const [data, ballast] = [join(disk, "data"), join(disk, "ballast")];
  const unmount = async () => {
    await runOnHost("umount", disk).catch(() => undefined);
    await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  try {
    await runOnHost("truncate", "--size", `${megabytes}M`, image);
    await runOnHost("mkfs.ext4", "-q", "-m", "0", image);
    await mkdir(disk);
    await mount();
    await mkdir(data);
    const [user, group] = containerUser.split(":").map(Number) as [number, number];
    await chown(data, user, group);
    // Or a loss of power would take the folder along.
    await runOnHost("sync", "--file-system", data);
    await platform.docker.createVolume({
      Name: objectName(platform.stack, "redis", "data"),
      Driver: "local",
      DriverOpts: { type: "none", o: "bind", device: data },
      Labels: {
        [labelNames.stack]: platform.stack,
        [labelNames.engine]: platform.engine,
        [labelNames.retain]: "true",
      },
    });
  } catch (error) {
    await unmount();
    throw error;
  }
  return {
    async fill() {
      await using file = await open(ballast, "w");
      await writeAll((bytes) => file.write(chunk, 0, bytes));
    },
    empty: () => rm(ballast, { force: true }),
    copy: () => runOnHost("cp", "--sparse=always", image, copied),
    async goBack() {
      await runOnHost("umount", disk);
      await rename(copied, image);
      await mount();
    },
    dispose: unmount,
  };
}

/** In ever smaller pieces, so that the last block is taken as well. */
async function writeAll(write: (bytes: number) => Promise<unknown>): Promise<void> {
  for (let bytes = chunk.length; bytes >= 1; ) {
    try {
      await write(bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      bytes = Math.floor(bytes / 2);
    }
  }
}
