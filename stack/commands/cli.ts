import { connectDocker } from "../containers/docker.ts";
import { commands } from "./commands.ts";
import { renderHelp } from "./help.ts";
import { refuseOnSwarm } from "./on-swarm.ts";
import { parseOptions } from "./options.ts";

const [name = "", ...args] = process.argv.slice(2);
const report = (line: string) => console.error(line);

try {
  await run();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// The SDK's runtime keeps handles open; everything is done by now.
process.exit();

async function run(): Promise<void> {
  if (["help", "--help", "-h"].includes(name)) return console.log(renderHelp());
  const command = commands[name];
  if (!command) {
    throw new Error(`there is no command "${name}"; there are ${Object.keys(commands).join(", ")}`);
  }
  const options = parseOptions(args, name);
  if (options.help) return console.log(renderHelp(name));
  await refuseOnSwarm(name, options.stack);
  await command.run({ docker: connectDocker(), options, report });
}
