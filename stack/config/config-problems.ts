/** What is wrong with settings that are not Tally's own. */
export function hostProblems(values: Readonly<Record<string, string>>): string[] {
  if (values["docker:host"] === undefined) return [];
  return ["docker:host is not followed by every part of Tally; name the engine by DOCKER_HOST instead"];
}

/** What is wrong with a stack's name. */
export function stackNameProblems(stack: string): string[] {
  if (/^[a-z0-9][a-z0-9-]{0,30}$/.test(stack)) return [];
  return [
    `the stack's name "${stack}" must be 1 to 31 lower-case letters, digits or hyphens: Docker objects are called after it`,
  ];
}

interface Keys {
  readonly ownerKey?: string | undefined;
  readonly readKey?: string | undefined;
  readonly hitKey?: string | undefined;
}

/** A stranger with a key that is also the owner's would be the owner. */
export function sharedKeys({ ownerKey, readKey, hitKey }: Keys): string[] {
  if (ownerKey === undefined) return [];
  const shared = Object.entries({ readKey, hitKey }).filter(([, key]) => key === ownerKey);
  return shared.map(
    ([name]) => `tally:${name} must be another key than tally:ownerKey: it would give every right`,
  );
}
