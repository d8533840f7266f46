import { parseStackConfig } from "./config.ts";
import type { SettingChanges } from "./setting-changes.ts";
import { loadStackValues, readSalt } from "./stack-file.ts";

/**
 * Checks a configuration that is given new secrets with the ones of before open, which they
 * may contradict. Those that no passphrase keeps are the program's to check.
 *
 * @throws Error that lists every problem, or when there is no PULUMI_CONFIG_PASSPHRASE, or a
 *   wrong one, to open them with
 */
export async function checkOpened(stack: string, changes: SettingChanges): Promise<void> {
  if (changes.secretConfig.length === 0 || (await readSalt(stack)) === undefined) return;
  const { values, secretKeys } = await loadStackValues(stack, changes);
  parseStackConfig(stack, values, (name) => secretKeys.includes(name));
}
