import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { exportCounters } from "../transfer/export.ts";
import { createProgress, noProgress } from "../transfer/progress.ts";
import type { CommandContext } from "./command.ts";
import { findProxyUrl } from "./proxy-url.ts";
import { loadOwnerKey } from "./stored-owner-key.ts";

/** Writes every counter of a running stack as a JSON line, to a file or to standard output. */
export async function exportCommand({ docker, options, report }: CommandContext): Promise<void> {
  const { stack, file } = options;
  const api = { url: await findProxyUrl(docker, stack), ownerKey: await loadOwnerKey(docker, stack) };
  // Lines on the terminal and a bar on the same one would be in each other's way.
  const visible = file !== undefined || !process.stdout.isTTY;
  const progress = visible ? createProgress("Exporting") : noProgress;
  const write = (output: Writable) => exportCounters(api, output, progress).finally(() => progress.stop());
  const counters = file === undefined ? await write(process.stdout) : await intoFile(file, write);
  report(`Exported ${counters} counters of stack "${stack}".`);
}

/** The file has its name only when it is complete. */
async function intoFile<Result>(file: string, write: (output: Writable) => Promise<Result>): Promise<Result> {
  const part = `${file}.part`;
  const output = createWriteStream(part);
  try {
    const result = await write(output);
    await finished(output.end());
    await rename(part, file);
    return result;
  } catch (error) {
    output.destroy();
    await rm(part, { force: true });
    throw error;
  }
}
