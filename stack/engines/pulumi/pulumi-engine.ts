import { existsSync } from "node:fs";
import type Docker from "dockerode";
import { removeStrays } from "../../routes/leftovers.ts";
import { stackFile } from "../../stack-file.ts";
import { refuseForeignStack } from "../../survey.ts";
import type { Engine, Outputs, Target } from "../engine.ts";
import { createCli, type PulumiCli } from "./cli.ts";
import { hasStaleLock } from "./stale-lock.ts";

/**
 * Runs the Pulumi CLI, as a person would: the same stack, the same state. It
 * asks nothing where there is no terminal.
 */
export function createPulumiEngine(docker: Docker, command: string, reason: string): Engine {
  const cli = createCli(command);

  async function prepare({ stack }: Target): Promise<void> {
    await refuseForeignStack(docker, stack, "pulumi");
    const backendUrl = await ensureBackend(cli);
    await ensureStack(cli, stack);
    if (await hasStaleLock(backendUrl, stack)) {
      console.error("An earlier update was killed; releasing its lock.");
      await cli.read("cancel", "--yes", "--stack", stack);
    }
  }

  return {
    name: "pulumi",
    reason,
    async up(target) {
      await prepare(target);
      await cli.show("up", "--yes", "--skip-preview", ...common(target));
      return await readOutputs(cli, target);
    },
    async preview(target) {
      await prepare(target);
      await cli.show("preview", ...common(target));
    },
    async down(target) {
      await prepare(target);
      // A container that a killed update left behind would hold the networks.
      await removeStrays(docker, target.stack);
      await cli.show("destroy", "--yes", "--skip-preview", "--stack", target.stack);
    },
    async outputs(target) {
      await prepare(target);
      return await readOutputs(cli, target);
    },
  };
}

function common({ stack, config }: Target): string[] {
  return ["--stack", stack, ...config.flatMap((setting) => ["--config", setting])];
}

async function readOutputs(cli: PulumiCli, { stack }: Target): Promise<Outputs> {
  return JSON.parse(await cli.read("stack", "output", "--json", "--stack", stack));
}

/** State goes where the user has logged in, and into local files where nobody has; returns where that is. */
async function ensureBackend(cli: PulumiCli): Promise<string> {
  const whoami = async () => JSON.parse(await cli.read("whoami", "--json")).url as string;
  try {
    return await whoami();
  } catch {
    await cli.read("login", "--local");
    return await whoami();
  }
}

async function ensureStack(cli: PulumiCli, stack: string): Promise<void> {
  if (await cli.succeeds("stack", "output", "--json", "--stack", stack)) return;
  const isNew = !existsSync(stackFile(stack));
  console.error(`Making stack "${stack}"${isNew ? " and its file" : ""}.`);
  await cli.read("stack", "init", stack, "--no-select");
}
