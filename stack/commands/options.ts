import { parseArgs } from "node:util";

/** What a command was asked on its command line; the options are Pulumi's own. */
export interface Options {
  readonly stack: string;
  readonly config: readonly string[];
  readonly yes: boolean;
  readonly follow: boolean;
  readonly json: boolean;
  /** What is exported to or imported from; undefined for the standard streams. */
  readonly file: string | undefined;
  /** The release to go back to; undefined for the one before. */
  readonly release: string | undefined;
}

/** @throws Error naming the word that is not understood */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stack: { type: "string", short: "s", default: process.env.PULUMI_STACK ?? "dev" },
      config: { type: "string", short: "c", multiple: true, default: [] },
      yes: { type: "boolean", short: "y", default: false },
      follow: { type: "boolean", short: "f", default: false },
      release: { type: "string", short: "r" },
      file: { type: "string" },
      json: { type: "boolean", short: "j", default: false },
    },
  });
  return { ...values, file: values.file, release: values.release };
}
