import { spawn } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { hasPassphrase } from "../../config/stack-secrets.ts";
import { projectPath } from "../../release/build-context.ts";
import { leaveInterruptionTo } from "../../updates/interruption.ts";
import { askSecretly, findPassphrase } from "./passphrase.ts";

/** The Pulumi CLI, in the project's folder. */
export interface PulumiCli {
  /** Runs it on this terminal. @throws Error when it fails */
  show(...args: string[]): Promise<void>;
  /** Runs it and returns what it writes. @throws Error with what it complains of */
  read(...args: string[]): Promise<string>;
  /** Runs it with something to read. @throws Error with what it complains of */
  tell(input: string, ...args: string[]): Promise<void>;
  /**
   * Finds out what opens a stack's secrets, for all that is run from then on, and for this process.
   *
   * @returns whether that is the empty passphrase, as nobody has set another
   * @throws Error when nobody knows
   */
  unlock(stack: string): Promise<boolean>;
}

/** @param command the executable's name or path */
export function createCli(command: string): PulumiCli {
  const interactive = process.stdin.isTTY && process.stdout.isTTY;

  function start(args: readonly string[], stdio: "inherit" | "pipe", stdin: "ignore" | "pipe" = "ignore") {
    return spawn(command, [...args, ...(interactive ? [] : ["--non-interactive"])], {
      cwd: projectPath("."),
      env: environment(),
      stdio: stdio === "inherit" ? "inherit" : [stdin, "pipe", "pipe"],
    });
  }

  async function run(args: readonly string[], input?: string) {
    const child = start(args, "pipe", input === undefined ? "ignore" : "pipe");
    child.stdin?.end(input);
    const [output, errors, exitCode] = await Promise.all([
      child.stdout ? text(child.stdout) : "",
      child.stderr ? text(child.stderr) : "",
      exitCodeOf(child),
    ]);
    return { output, errors, exitCode };
  }

  async function mustRun(args: readonly string[], input?: string): Promise<string> {
    const { output, errors, exitCode } = await run(args, input);
    if (exitCode !== 0)
      throw new Error(`pulumi ${args.slice(0, 2).join(" ")}: ${errors.trim() || output.trim()}`);
    return output;
  }

  return {
    async show(...args) {
      const ended = exitCodeOf(start(args, "inherit"));
      const exitCode = await (interactive ? leaveInterruptionTo(ended) : ended);
      if (exitCode !== 0)
        throw new Error(`pulumi ${args[0]} failed with exit code ${exitCode}; its output says why`);
    },
    read: (...args) => mustRun(args),
    async tell(input, ...args) {
      await mustRun(args, input);
    },
    async unlock(stack) {
      if (hasPassphrase()) return false;
      const passphrase = await findPassphrase(stack, interactive ? askSecretly : undefined);
      if (passphrase === "") return true;
      process.env.PULUMI_CONFIG_PASSPHRASE = passphrase;
      return false;
    },
  };
}

/** The program and its dynamic provider load what these commands have compiled. */
function environment(): NodeJS.ProcessEnv {
  // In the folder that others are to be given, each version of Node has one of its own.
  const compiled = getCompileCacheDir();
  return {
    ...(compiled !== undefined && { NODE_COMPILE_CACHE: dirname(compiled) }),
    ...process.env,
    ...(!hasPassphrase() && { PULUMI_CONFIG_PASSPHRASE: "" }),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

async function exitCodeOf(child: ReturnType<typeof spawn>): Promise<number> {
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
