import { parseArgs } from "node:util";
import type { SettingChanges } from "../config/setting-changes.ts";

/** What a command was asked on its command line; the options are Pulumi's own, where it has such. */
export interface Options extends SettingChanges {
  readonly stack: string;
  readonly yes: boolean;
  readonly follow: boolean;
  readonly json: boolean;
  readonly watch: boolean;
  /** Whose lines are shown, and of which level and request; undefined for all. */
  readonly replica: string | undefined;
  readonly level: string | undefined;
  readonly id: string | undefined;
  readonly help: boolean;
  /** What is exported to or imported from; undefined for the standard streams. */
  readonly file: string | undefined;
  /** The backup to restore, by name, or `latest`. */
  readonly backup: string | undefined;
  /** Whether a backup in clear will do where there is a key. */
  readonly unencrypted: boolean;
  /** The release to go back to; undefined for the one before. */
  readonly release: string | undefined;
}

/** How each option is written, and what it does. */
export const optionTexts: Readonly<Record<keyof Options, readonly [string, string]>> = {
  stack: ["-s, --stack NAME", "the stack; without it PULUMI_STACK, or else dev"],
  config: ["-c, --config KEY=VALUE", "a setting, as README.md lists them; up keeps it; as often as needed"],
  secretConfig: ["    --secret-config KEY=VALUE", "the same, which up keeps encrypted"],
  unset: ["    --unset KEY", "forgets a setting: its default holds again; up keeps it so"],
  release: ["-r, --release ID", "the release to go back to; without it the one before"],
  backup: ["-b, --backup NAME", "the backup, as npm run backups lists it, or latest"],
  unencrypted: ["    --unencrypted", "trusts a backup in clear where there is a key"],
  file: ["    --file NAME", "the file, instead of standard output or input"],
  follow: ["-f, --follow", "and what is logged from now on, until Ctrl-C; so it does in a terminal"],
  replica: ["    --replica NUMBER", "the lines of one replica, by number or name"],
  level: ["    --level LEVEL", "lines of this level and worse: warn, error, …"],
  id: ["    --id ID", "the lines of one request, by its X-Request-Id"],
  watch: ["-w, --watch", "again and again, until Ctrl-C"],
  json: ["-j, --json", "as JSON"],
  yes: ["-y, --yes", "does it; without it nothing is deleted or replaced"],
  help: ["-h, --help", "shows this"],
};

/**
 * @param command for which help is offered
 * @throws Error naming the word that is not understood
 */
export function parseOptions(args: readonly string[], command = "up"): Options {
  try {
    return parse(args);
  } catch (cause) {
    // What follows the first sentence is about positional arguments, which no command takes.
    const [said] = (cause as Error).message.split(/\.\s/, 1);
    throw new Error(`${said}; npm run ${command} -- --help lists the options`, { cause });
  }
}

function parse(args: readonly string[]): Options {
  const { "secret-config": secretConfig, ...values } = parseArgs({
    args: [...args],
    options: {
      stack: { type: "string", short: "s", default: process.env.PULUMI_STACK ?? "dev" },
      config: { type: "string", short: "c", multiple: true, default: [] },
      "secret-config": { type: "string", multiple: true, default: [] },
      unset: { type: "string", multiple: true, default: [] },
      yes: { type: "boolean", short: "y", default: false },
      follow: { type: "boolean", short: "f", default: false },
      replica: { type: "string" },
      level: { type: "string" },
      id: { type: "string" },
      release: { type: "string", short: "r" },
      backup: { type: "string", short: "b" },
      unencrypted: { type: "boolean", default: false },
      file: { type: "string" },
      json: { type: "boolean", short: "j", default: false },
      watch: { type: "boolean", short: "w", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  }).values;
  const { file, backup, release, replica, level, id } = values;
  return { ...values, secretConfig, file, backup, release, replica, level, id };
}
