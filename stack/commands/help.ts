import { commands } from "./commands.ts";
import { optionTexts } from "./options.ts";

/** What the commands and their options are; for one command, those that it knows. */
export function renderHelp(name?: string): string {
  const command = name === undefined ? undefined : commands[name];
  if (name !== undefined && command) {
    const known = command.options.map((option) => optionTexts[option]);
    const others = Object.keys(commands).filter((each) => each !== name);
    return (
      `npm run ${name} [-- options]\n  ${command.summary}\n\n` +
      `Options:\n${columns(known)}\n\nOther commands: ${others.join(", ")}`
    );
  }
  const all = Object.entries(commands).map(([each, { summary }]) => [each, summary] as const);
  return (
    `npm run COMMAND [-- options]\n\nCommands:\n${columns(all)}\n\n` +
    `Options:\n${columns(Object.values(optionTexts))}\n\n` +
    "As in npm run up -- --stack prod --config tally:replicas=5"
  );
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
