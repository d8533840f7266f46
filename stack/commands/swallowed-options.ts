import { type Options, optionTexts } from "./options.ts";

/** Those that npm has as well, and exports for reasons of its own. */
const known: readonly (keyof Options)[] = ["json", "yes", "help"];

/**
 * Keeps a command from doing its work without the options that npm has taken for its own:
 * what stands before a `--` reaches a script as `npm_config_…` only.
 *
 * @throws Error that shows how to write them
 */
export function refuseSwallowedOptions(command: string, env: NodeJS.ProcessEnv = process.env): void {
  if (env.npm_lifecycle_event === undefined) return;
  const swallowed = (Object.keys(optionTexts) as (keyof Options)[])
    .filter((option) => !known.includes(option))
    .map((option) => optionTexts[option][0].replace(/^.*--/, "--"))
    .filter((written) => env[variableOf(written)] !== undefined);
  if (swallowed.length === 0) return;
  throw new Error(
    `npm keeps the options before a -- to itself: write npm run ${command} -- ${swallowed.join(" ")}`,
  );
}

/** What npm exports an option as. */
function variableOf(written: string): string {
  const [, name = ""] = /^--(\S+)/.exec(written) ?? [];
  return `npm_config_${name.replaceAll("-", "_")}`;
}
