import { repeatDuring } from "../../nginx/repeat.ts";
import { chooseEngine } from "../engines/choose.ts";
import { endStreams } from "../routes/streams.ts";
import type { CommandContext } from "./command.ts";

/** Removes a stack; its counts stay, for the next `up`. */
export async function down({ docker, options, report }: CommandContext): Promise<void> {
  const engine = await chooseEngine(docker, options.stack, report);
  report(`Taking stack "${options.stack}" down with the ${engine.name} engine: ${engine.reason}.`);
  // The proxy would wait a minute for streams that are open.
  await repeatDuring(engine.down(options), () => endStreams(docker, options.stack), 0);
  report(`Stack "${options.stack}" is down; its counts are kept.`);
}
