import { namespace, parseStackConfig, type StackConfig } from "../config.ts";
import { parseSetting } from "../setting.ts";
import { loadSealedValues } from "../stack-file.ts";
import type { Options } from "./options.ts";

/**
 * The configuration that a command is about: the stack's file and what the
 * command line adds to it, secrets unopened.
 *
 * @throws Error that lists every problem; nothing has been stored then
 */
export async function readSettings({
  stack,
  config,
}: Pick<Options, "stack" | "config">): Promise<StackConfig> {
  const { values } = await loadSealedValues(stack);
  const given = Object.fromEntries(config.map((setting) => parseSetting(setting, namespace)));
  return parseStackConfig(stack, { ...values, ...given });
}
