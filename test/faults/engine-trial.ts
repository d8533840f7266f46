import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { labelNames } from "../../stack/containers/labels.ts";
import { runOnHost } from "../support/host-programs.ts";
import type { Fault } from "./fault.ts";
import { currentNetwork, socketOf } from "./own-engine.ts";
import { withStack } from "./stack.ts";
import type { Outcome } from "./trial.ts";

const inside = fileURLToPath(new URL("engine-inside.ts", import.meta.url));

/**
 * Kills an engine under a stack: one of the test's own, in a network of its own,
 * where it can harm neither the machine's engine nor its networks. No registry is
 * reached from there, so it gets its images from the machine's engine. Needs root.
 */
export async function runEngineTrial(fault: Fault, stack: string): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), "tally-own-engine-"));
  const outcome = join(directory, "outcome.json");
  try {
    await withStack({ stack }, async ({ docker }) => {
      const own = await docker.listImages({ filters: { label: [`${labelNames.stack}=${stack}`] } });
      const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
      const wanted = tags.filter((tag) => tag.startsWith(`tally-${stack}-`) || tag.startsWith("tally-base/"));
      if (own.length === 0) throw new Error(`stack "${stack}" has no image to take along`);
      await runOnHost("docker", "save", "--output", join(directory, "images.tar"), ...wanted);
    });
    const args = [process.execPath, inside, directory, stack, await currentNetwork()];
    const child = spawn("unshare", ["--net", "--mount", ...args], {
      // All that connects to an engine in there connects to that one.
      env: { ...process.env, DOCKER_HOST: `unix://${socketOf(directory)}` },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const exitCode = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (exitCode !== 0) throw new Error(`the trial on an engine of its own ended with ${exitCode}`);
    return { ...(JSON.parse(await readFile(outcome, "utf8")) as Outcome), fault };
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}
