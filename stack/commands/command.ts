import type Docker from "dockerode";
import type { Options } from "./options.ts";

/** What every command is given. */
export interface CommandContext {
  readonly docker: Docker;
  readonly options: Options;
  /** Says something on the way; what a command is asked for goes to standard output. */
  report(line: string): void;
}

/** @throws Error with one message for the user; exit code 1 */
export type Command = (context: CommandContext) => Promise<void>;
