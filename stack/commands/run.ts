import { connectDocker } from "../containers/docker.ts";
import { commands } from "./commands.ts";
import { renderHelp } from "./help.ts";
import { refuseOnSwarm } from "./on-swarm.ts";
import { parseOptions } from "./options.ts";
import { refuseSwallowedOptions } from "./swallowed-options.ts";

const report = (line: string) => console.error(line);

/**
 * Does what a command line asks for.
 *
 * @param name the command's, as in `up`
 * @param args its options
 * @throws Error that says to its user what is wrong
 */
export async function run(name: string, args: readonly string[]): Promise<void> {
  if (["help", "--help", "-h"].includes(name)) return console.log(renderHelp());
  const command = commands[name];
  if (!command) {
    throw new Error(`there is no command "${name}"; there are ${Object.keys(commands).join(", ")}`);
  }
  refuseSwallowedOptions(name);
  const options = parseOptions(args, name);
  if (options.help) return console.log(renderHelp(name));
  await refuseOnSwarm(name, options.stack);
  await command.run({ docker: connectDocker(), options, report });
}
