import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { version } from "@pulumi/pulumi/version.js";

/**
 * Makes a CLI that `npm run up` has downloaded the command `pulumi` where none is installed.
 *
 * @returns its version; undefined where there is neither
 * @throws Error when there is one and it does not work
 */
export function findPulumi(): string | undefined {
  const downloaded = join(homedir(), ".pulumi", "versions", version, "bin");
  process.env.PATH = [process.env.PATH, downloaded].join(delimiter);
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    return execFileSync("pulumi", ["version"], { encoding: "utf8", stdio: "pipe", env }).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Error(`the Pulumi CLI is there and does not work: ${(error as Error).message}`);
  }
}
