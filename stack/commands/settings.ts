import { namespace, parseStackConfig, type StackConfig } from "../config/config.ts";
import { parseSetting } from "../config/setting.ts";
import { loadSealedValues } from "../config/stack-file.ts";
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
  secretConfig,
}: Pick<Options, "stack" | "config" | "secretConfig">): Promise<StackConfig> {
  const { values, secretKeys } = await loadSealedValues(stack);
  const given = config.map((setting) => parseSetting(setting, namespace));
  const secret = secretConfig.map((setting) => parseSetting(setting, namespace, true));
  const plain = new Set(given.map(([name]) => name));
  const sealed = new Set([...secretKeys.filter((name) => !plain.has(name)), ...secret.map(([name]) => name)]);
  const all = { ...values, ...Object.fromEntries([...given, ...secret]) };
  return parseStackConfig(stack, all, (name) => sealed.has(name));
}
