import { chooseEngine } from "../engines/choose.ts";
import type { CommandContext } from "./command.ts";
import { prepare } from "./prepare.ts";

/** Takes the machine, whatever it has, to a running stack. */
export async function up(context: CommandContext): Promise<void> {
  const { docker, options, report } = context;
  await prepare(context);
  const engine = await chooseEngine(docker, options.stack, report);
  report(`Updating stack "${options.stack}" with the ${engine.name} engine: ${engine.reason}.`);
  const { url, release } = await engine.up(options);
  report(`Release ${release} is served at:`);
  console.log(url);
}
