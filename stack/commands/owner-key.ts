import type { CommandContext } from "./command.ts";
import { loadOwnerKey } from "./stored-owner-key.ts";

/** Prints the key that owner actions need, and nothing else. */
export async function ownerKey({ docker, options }: CommandContext): Promise<void> {
  console.log(await loadOwnerKey(docker, options.stack));
}
