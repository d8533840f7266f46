import { execFile } from "node:child_process";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** @throws Error with what the command wrote when it fails */
export async function runOnHost(command: string, ...args: string[]): Promise<void> {
  await exec(command, args);
}

/** Which of these programs the machine lacks. */
export async function missingPrograms(...programs: string[]): Promise<string[]> {
  const found = await Promise.allSettled(programs.map((program) => exec("which", [program])));
  return programs.filter((_, index) => found[index]?.status === "rejected");
}
