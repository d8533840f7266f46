import { type FileHandle, open, stat } from "node:fs/promises";
import { counterCount } from "../transfer/counter-count.ts";
import { explainFileFailure, folderFailure } from "../transfer/file-failure.ts";
import { importCounters } from "../transfer/import.ts";
import { createProgress } from "../transfer/progress.ts";
import type { CommandContext } from "./command.ts";
import { openRunningApi } from "./running-api.ts";

/** Imports the counters of an export, from a file or from standard input, into a running stack. */
export async function importCommand({ docker, options, report }: CommandContext): Promise<void> {
  const { stack, file } = options;
  if (file === undefined && process.stdin.isTTY) {
    throw new Error("nothing to import: name a file with --file, or pipe an export in");
  }
  const opened = file === undefined ? undefined : await openFile(file);
  const api = await openRunningApi(docker, stack);
  const source = opened?.handle.createReadStream() ?? process.stdin;
  const progress = createProgress("Importing", opened?.size);
  const counters = await importCounters(api, source, progress).finally(() => progress.stop());
  report(`Imported ${counterCount(counters)} into stack "${stack}".`);
}

async function openFile(file: string): Promise<{ handle: FileHandle; size: number }> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw folderFailure();
    return { handle: await open(file), size: found.size };
  } catch (error) {
    throw explainFileFailure(error, file, "read");
  }
}
