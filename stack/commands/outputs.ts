import { chooseEngine } from "../engines/choose.ts";
import type { CommandContext } from "./command.ts";

/** Prints the program's outputs as JSON: url, release, replicas and upstream. */
export async function outputs({ docker, options, report }: CommandContext): Promise<void> {
  const engine = await chooseEngine(docker, options.stack, report);
  console.log(JSON.stringify(await engine.outputs(options), undefined, 2));
}
