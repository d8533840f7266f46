import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type Docker from "dockerode";
import { type EngineName, labelNames } from "../containers/labels.ts";
import { createEmbeddedEngine } from "./embedded/embedded-engine.ts";
import type { Engine } from "./engine.ts";
import { download, pulumiSite, type Source } from "./pulumi/download.ts";
import { createPulumiEngine } from "./pulumi/pulumi-engine.ts";

/**
 * The engine for a stack: the one that TALLY_ENGINE names or that made it;
 * otherwise the Pulumi CLI where it is or can be downloaded, else the embedded one.
 *
 * @throws Error when the stack needs the Pulumi CLI and it cannot be had
 */
export async function chooseEngine(
  docker: Docker,
  stack: string,
  report: (line: string) => void,
  source: Source = pulumiSite,
): Promise<Engine> {
  const embedded = (reason: string) => createEmbeddedEngine(docker, reason, report);
  const pulumi = (command: string, reason: string) => createPulumiEngine(docker, command, reason);
  const wanted = wantedEngine();
  if (wanted === "embedded") return embedded("TALLY_ENGINE says so");
  const maker = await findMaker(docker, stack);
  if (maker === "embedded" && wanted === undefined) return embedded("it made this stack");

  const installed = await findInstalled();
  if (installed) return pulumi("pulumi", `${installed} is installed`);
  report("The Pulumi CLI is not installed; downloading it …");
  const downloaded = await download(source);
  if ("command" in downloaded) return pulumi(downloaded.command, "it was downloaded");
  if (wanted === "pulumi" || maker === "pulumi") {
    const why = wanted ? "TALLY_ENGINE asks for it" : `it made stack "${stack}"`;
    throw new Error(`the Pulumi CLI is needed, for ${why}, and cannot be downloaded: ${downloaded.problem}`);
  }
  return embedded(`the Pulumi CLI is neither installed nor to be downloaded: ${downloaded.problem}`);
}

function wantedEngine(): EngineName | undefined {
  const wanted = process.env.TALLY_ENGINE;
  if (!wanted) return undefined;
  if (wanted === "pulumi" || wanted === "embedded") return wanted;
  throw new Error(`TALLY_ENGINE must be pulumi or embedded, not "${wanted}"`);
}

async function findMaker(docker: Docker, stack: string): Promise<EngineName | undefined> {
  const [container] = await docker.listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`, labelNames.engine] },
  });
  return container?.Labels[labelNames.engine] as EngineName | undefined;
}

async function findInstalled(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("pulumi", ["version"], {
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    return `Pulumi ${stdout.trim()}`;
  } catch {
    return undefined;
  }
}
