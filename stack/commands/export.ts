import { exportCounters, exportToFile } from "../transfer/export.ts";
import { createProgress, noProgress } from "../transfer/progress.ts";
import type { CommandContext } from "./command.ts";
import { openRunningApi } from "./running-api.ts";

/** Writes every counter of a running stack as a JSON line, to a file or to standard output. */
export async function exportCommand({ docker, options, report }: CommandContext): Promise<void> {
  const { stack, file } = options;
  const api = await openRunningApi(docker, stack);
  // Lines on the terminal and a bar on the same one would be in each other's way.
  const visible = file !== undefined || !process.stdout.isTTY;
  const progress = visible ? createProgress("Exporting") : noProgress;
  const exporting =
    file === undefined ? exportCounters(api, process.stdout, progress) : exportToFile(api, file, progress);
  const counters = await exporting.finally(() => progress.stop());
  report(`Exported ${counters} counters of stack "${stack}".`);
}
