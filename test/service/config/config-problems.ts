import { loadConfig } from "../../../service/config/config.ts";
import { ConfigError } from "../../../service/errors.ts";

/** What is wrong with these settings. */
export function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
