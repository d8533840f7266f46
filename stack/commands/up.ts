import { parseStackConfig } from "../config.ts";
import { chooseEngine } from "../engines/choose.ts";
import { loadSealedValues } from "../stack-file.ts";
import type { CommandContext } from "./command.ts";
import { prepare } from "./prepare.ts";

/** Takes the machine, whatever it has, to a running stack. */
export async function up(context: CommandContext): Promise<void> {
  const { docker, options, report } = context;
  await prepare(context);
  const engine = await chooseEngine(docker, options.stack, report);
  report(`Updating stack "${options.stack}" with the ${engine.name} engine: ${engine.reason}.`);
  const { url, release } = await engine.up(options);
  await remindOfPin(context);
  report(`Release ${release} is served at:`);
  console.log(url);
}

async function remindOfPin({ options: { stack }, report }: CommandContext): Promise<void> {
  const { values } = await loadSealedValues(stack);
  const { release } = parseStackConfig(stack, values);
  if (release === "latest") return;
  report(
    `Pinned to release ${release}: the sources are not deployed until ` +
      `npm run up -- --stack ${stack} --config release=latest`,
  );
}
