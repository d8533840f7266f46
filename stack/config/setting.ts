/**
 * Takes a `key=value` of a command line apart.
 *
 * @returns the full name of the key, and the value
 * @throws Error when it has no such form, which shows no secret
 */
export function parseSetting(setting: string, namespace: string, isSecret = false): [string, string] {
  const [, key, value = ""] = /^([\w:.-]+)=(.*)$/s.exec(setting) ?? [];
  if (key === undefined) {
    const shown = isSecret ? "--secret-config" : `"--config ${setting}"`;
    throw new Error(`${shown} must have the form key=value`);
  }
  return [settingName(key, namespace), value];
}

/** The full name of a key that may be given without its namespace. */
export function settingName(key: string, namespace: string): string {
  return key.includes(":") ? key : `${namespace}:${key}`;
}
