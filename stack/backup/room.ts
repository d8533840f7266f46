import { statfs } from "node:fs/promises";

/** How many times its own size a backup needs to be restored: its data, and the log that is made of them. */
const roomFactor = 3;

/** @throws Error when there is not enough room for what a restore makes of so many bytes */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  refuseWithoutRoom(bytes * roomFactor, bavail * bsize);
}

/** @throws Error when what a restore needs is more than what is free, both in bytes */
export function refuseWithoutRoom(needed: number, free: number): void {
  if (needed <= free) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  throw new Error(
    `a restore needs ${megabytes(needed)} MB beside the data of Redis, and ${megabytes(free)} MB are free`,
  );
}
