/** What is wrong with a stack's name. */
export function stackNameProblems(stack: string): string[] {
  if (/^[a-z0-9][a-z0-9-]{0,30}$/.test(stack)) return [];
  return [
    `the stack's name "${stack}" must be 1 to 31 lower-case letters, digits or hyphens: Docker objects are called after it`,
  ];
}
