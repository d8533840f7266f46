import { parseStackConfig, type StackConfig } from "../config/config.ts";
import { changeSettings, type SettingChanges } from "../config/setting-changes.ts";
import { loadSealedValues } from "../config/stack-file.ts";

/**
 * The configuration that a command is about: the stack's file and what the
 * command line changes in it, secrets unopened.
 *
 * @throws Error that lists every problem; nothing has been stored then
 */
export async function readSettings({
  stack,
  ...changes
}: { readonly stack: string } & SettingChanges): Promise<StackConfig> {
  const { values, secretKeys } = changeSettings(await loadSealedValues(stack), changes);
  return parseStackConfig(stack, values, (name) => secretKeys.includes(name));
}
