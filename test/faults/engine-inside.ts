import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runOnHost } from "../support/host-programs.ts";
import { killEngine } from "./matrix.ts";
import { createOwnEngine } from "./own-engine.ts";
import { withStack } from "./stack.ts";
import { runTrial } from "./trial.ts";

/** Runs in a network namespace of its own, where there is nothing but what is made here. */
const [directory = "", stack = "", hostNetwork = ""] = process.argv.slice(2);
const engine = createOwnEngine(directory, hostNetwork);
try {
  await runOnHost("ip", "link", "set", "lo", "up");
  await engine.start();
  await runOnHost("docker", "load", "--input", join(directory, "images.tar"));
  const outcome = await withStack({ stack }, (platform) => runTrial(platform, killEngine(engine)));
  await writeFile(join(directory, "outcome.json"), JSON.stringify(outcome));
} finally {
  await engine.stop();
}
process.exit(0);
