import { parseStackConfig } from "../../../stack/config/config.ts";

/** The configuration of a stack with these settings, given without their namespace. */
export const parse = (settings: Readonly<Record<string, string>> = {}, stack = "dev") =>
  parseStackConfig(
    stack,
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [`tally:${key}`, value])),
  );

/** The problems that a configuration is refused for. */
export function problemsOf(settings: Readonly<Record<string, string>>, stack?: string): string[] {
  try {
    parse(settings, stack);
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
  return [];
}
