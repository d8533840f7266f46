import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
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
  const size = file === undefined ? undefined : (await stat(file)).size;
  const api = await openRunningApi(docker, stack);
  const source = file === undefined ? process.stdin : createReadStream(file);
  const progress = createProgress("Importing", size);
  const counters = await importCounters(api, source, progress).finally(() => progress.stop());
  report(`Imported ${counters} counters into stack "${stack}".`);
}
