import * as pulumi from "@pulumi/pulumi";

/**
 * Whether a setting of the stack that is being updated is kept encrypted.
 *
 * @param name the full name of its key
 */
export function isSealedSetting(name: string): boolean {
  // The SDK has it for its own warnings and leaves it out of its types.
  const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(name: string): boolean };
  return isConfigSecret(name);
}
