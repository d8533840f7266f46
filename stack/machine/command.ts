import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { searchPath } from "./host.ts";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the command and everything that it started. */
  readonly signal?: AbortSignal;
}

const outputLimitBytes = 1024 * 1024;

/**
 * Runs a command to its end without a terminal.
 *
 * @returns what it wrote, standard output and error together, the last megabyte
 * @throws Error with the command and the end of its output when it fails, the
 *   signal's reason when it was aborted
 */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env, signal }: CommandOptions = {},
): Promise<string> {
  signal?.throwIfAborted();
  await using output = await openNamelessFile();
  const child = spawn(command, args, {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, PATH: searchPath(), LC_ALL: "C.UTF-8", ...env },
    // A daemon that a package's installation starts inherits these. It would
    // hold a pipe open for as long as it runs; a file is complete on exit.
    stdio: ["ignore", output.fd, output.fd],
    // Its own process group, so that what it started can be ended with it.
    detached: signal !== undefined,
  });
  const end = () => endGroup(child);
  signal?.addEventListener("abort", end);
  try {
    const [code, killedBy] = await once(child, "exit");
    signal?.throwIfAborted();
    const text = await readEnd(output);
    if (code === 0) return text;
    const outcome = killedBy ? `was ended by ${killedBy}` : `failed with exit code ${code}`;
    throw new Error(`${[command, ...args].join(" ")} ${outcome}:\n${lastLines(text)}`);
  } finally {
    signal?.removeEventListener("abort", end);
  }
}

/** The end of a command's output or of a log, short enough for an error. */
export function lastLines(text: string, count = 20): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

/** A file that no failure can leave behind. */
async function openNamelessFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `tally-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return file;
}

async function readEnd(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const length = Math.min(size, outputLimitBytes);
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position: size - length });
  return buffer.toString("utf8", 0, bytesRead);
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  process.kill(-child.pid, "SIGTERM");
}
