import { chooseEngine } from "../engines/choose.ts";
import type { CommandContext } from "./command.ts";
import { prepare } from "./prepare.ts";

/** Shows what `up` would do. */
export async function preview(context: CommandContext): Promise<void> {
  const { docker, options, report } = context;
  await prepare(context);
  const engine = await chooseEngine(docker, options.stack, report);
  report(`Previewing stack "${options.stack}" with the ${engine.name} engine: ${engine.reason}.`);
  await engine.preview(options);
}
