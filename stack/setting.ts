/**
 * Takes a `key=value` of a command line apart.
 *
 * @returns the full name of the key, and the value
 * @throws Error when it has no such form
 */
export function parseSetting(setting: string, namespace: string): [string, string] {
  const [, key, value = ""] = /^([\w:.-]+)=(.*)$/s.exec(setting) ?? [];
  if (key === undefined) throw new Error(`"--config ${setting}" must have the form key=value`);
  return [key.includes(":") ? key : `${namespace}:${key}`, value];
}
