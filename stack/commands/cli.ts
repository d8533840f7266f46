import { connectDocker } from "../docker.ts";
import { commands } from "./commands.ts";
import { parseOptions } from "./options.ts";

const [name = "", ...args] = process.argv.slice(2);
const report = (line: string) => console.error(line);

try {
  const command = commands[name];
  if (!command)
    throw new Error(`there is no command "${name}"; there are ${Object.keys(commands).join(", ")}`);
  await command({ docker: connectDocker(), options: parseOptions(args), report });
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// The SDK's runtime keeps handles open; everything is done by now.
process.exit();
