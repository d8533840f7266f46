import type { Keys } from "../api/rights.ts";
import { loadSecret } from "./secret-setting.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const key = {
  noun: "key",
  pattern: /^[\x21-\x7e]{16,256}$/,
  right: "16 to 256 printable ASCII characters without spaces",
};

/** The keys of the API. What is wrong with them is added to the problems. */
export function loadKeys(given: Environment, problems: string[]): Keys {
  const owner = loadSecret(given, "OWNER_KEY", key, problems);
  const read = loadSecret(given, "READ_KEY", key, problems);
  const hit = loadSecret(given, "HIT_KEY", key, problems);
  if (owner !== undefined && (owner === read || owner === hit)) {
    problems.push("OWNER_KEY must differ from READ_KEY and HIT_KEY: whoever has it may do everything");
  }
  return { owner, read, hit };
}
