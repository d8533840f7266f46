import { noChanges } from "../config/setting-changes.ts";
import { chooseEngine } from "../engines/choose.ts";
import { survey } from "../platforms/survey.ts";
import { removeRestoreHelpers } from "../restore/helpers.ts";
import { onInterruption } from "../updates/interruption.ts";
import { withLock } from "../updates/lock.ts";
import { yieldSession, yieldToVisitors } from "../updates/priority.ts";
import type { CommandContext } from "./command.ts";
import { prepare } from "./prepare.ts";
import { readSettings } from "./settings.ts";

/** Takes the machine, whatever it has, to a running stack. */
export async function up(context: CommandContext): Promise<void> {
  const { docker, options, report } = context;
  await prepare(context);
  // Not before: an engine that was started just now would yield as well.
  yieldToVisitors();
  yieldSession();
  onInterruption(() => report("Interrupted. What served before serves on; the same `up` again finishes it."));
  const engine = await chooseEngine(docker, options.stack, report);
  // The program does so too; here it is still time to leave the stack's file as it is.
  await survey(docker, await readSettings(options), engine.name);
  await withLock(options.stack, () => removeRestoreHelpers(docker, options.stack));
  report(`Updating stack "${options.stack}" with the ${engine.name} engine: ${engine.reason}.`);
  // What fails may be the release that is pinned, and not the sources.
  const { url, release } = await engine.up(options).finally(() => remindOfPin(context));
  report(`Release ${release} is served at:`);
  console.log(url);
}

/** What keeps it from that says nothing of the update, which has an outcome of its own. */
export async function remindOfPin({
  options: { stack },
  report,
}: Pick<CommandContext, "options" | "report">): Promise<void> {
  const settings = await readSettings({ stack, ...noChanges }).catch(() => undefined);
  if (settings === undefined || settings.release === "latest") return;
  report(
    `Pinned to release ${settings.release}: its code and settings stay until ` +
      `npm run up -- --stack ${stack} --config tally:release=latest`,
  );
}
