import { spawn } from "node:child_process";
import { cp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { projectPath } from "../../stack/release/build-context.ts";
import { makeTestFolder } from "./abandoned-folders.ts";

export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Both streams, in the order in which they arrived. */
  readonly output: string;
  readonly durationMs: number;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Sent to the whole process group when aborted. */
  readonly signal?: AbortSignal;
  readonly onOutput?: (output: string) => void;
}

/** A copy of the project that a test may change and run commands in. */
export interface Project {
  readonly directory: string;
  run(command: string, args: readonly string[], options?: RunOptions): Promise<CommandResult>;
  /** Replaces a text in a file. @throws Error when the text is not there */
  edit(path: string, from: string | RegExp, to: string): Promise<void>;
  read(path: string): Promise<string>;
  write(path: string, content: string): Promise<void>;
  dispose(): Promise<void>;
}

const left = new Set(["node_modules", ".git", "coverage"]);

export async function copyProject(): Promise<Project> {
  const directory = await makeTestFolder("project");
  await cp(projectPath("."), directory, {
    recursive: true,
    preserveTimestamps: true,
    filter: (source) => !left.has(basename(source)),
  });
  await symlink(projectPath("node_modules"), join(directory, "node_modules"));
  const at = (path: string) => join(directory, path);
  return {
    directory,
    run: (command, args, options = {}) => run(directory, command, args, options),
    async edit(path, from, to) {
      const content = await readFile(at(path), "utf8");
      const edited = content.replace(from, () => to);
      if (edited === content) throw new Error(`${path} has no ${from}`);
      await writeFile(at(path), edited);
    },
    read: (path) => readFile(at(path), "utf8"),
    write: (path, content) => writeFile(at(path), content),
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

async function run(
  cwd: string,
  command: string,
  args: readonly string[],
  { env, signal, onOutput }: RunOptions,
): Promise<CommandResult> {
  const startedAt = performance.now();
  // A group of its own, so that a kill reaches whatever the command has started.
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true });
  signal?.addEventListener("abort", () => child.pid && process.kill(-child.pid, "SIGKILL"));
  let stdout = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
    onOutput?.(output);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    onOutput?.(output);
  });
  child.stdin.end();
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { exitCode, stdout, output, durationMs: performance.now() - startedAt };
}
