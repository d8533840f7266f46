import { configKeys, namespace } from "./config.ts";
import { parseSetting, settingName } from "./setting.ts";
import type { StackValues } from "./stack-file.ts";

/** What a command line changes in a stack's settings, keys with or without their namespace. */
export interface SettingChanges {
  /** Settings as `key=value`. */
  readonly config: readonly string[];
  /** The same, of those that are kept encrypted. */
  readonly secretConfig: readonly string[];
  /** The keys of those that are forgotten: their defaults hold again. */
  readonly unset: readonly string[];
}

export const noChanges: SettingChanges = { config: [], secretConfig: [], unset: [] };

/**
 * A stack's settings as they are once they are changed.
 *
 * @throws Error naming the first change that has not its form, or forgets what is no setting
 */
export function changeSettings({ values, secretKeys }: StackValues, changes: SettingChanges): StackValues {
  const gone = new Set(changes.unset.map((key) => findName(key, values)));
  const plain = changes.config.map((setting) => parseSetting(setting, namespace));
  const secret = changes.secretConfig.map((setting) => parseSetting(setting, namespace, true));
  const kept = Object.entries(values).filter(([name]) => !gone.has(name));
  const inClear = new Set([...gone, ...plain.map(([name]) => name)]);
  return {
    values: Object.fromEntries([...kept, ...plain, ...secret]),
    secretKeys: [...secretKeys.filter((name) => !inClear.has(name)), ...secret.map(([name]) => name)],
  };
}

/** The full name of a key; one that is set is taken back though Tally has none of that name. */
function findName(key: string, values: StackValues["values"]): string {
  const name = settingName(key, namespace);
  const isKnown = !name.startsWith(`${namespace}:`) || configKeys.includes(name.slice(namespace.length + 1));
  if (isKnown || name in values) return name;
  throw new Error(`"--unset ${key}" must name a setting of Tally; there are ${configKeys.join(", ")}`);
}
