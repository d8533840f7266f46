import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openContainer } from "../../nginx/container.ts";
import type { Platform } from "./platform.ts";
import { listProcesses } from "./processes.ts";

/** What can be read in a place where a secret does not belong, by the name of the place. */
export type Traces = ReadonlyMap<string, string>;

/** Everything of a stack that outlives a moment: its images, containers, logs and stored state. */
export async function collectTraces(platform: Platform): Promise<Traces> {
  const { docker, stack, project } = platform;
  const traces = new Map([["settings", await project.read(`Pulumi.${stack}.yaml`)]]);
  for (const name of await platform.containers()) {
    const container = docker.getContainer(name);
    traces.set(`container ${name}`, JSON.stringify(await container.inspect()));
    traces.set(`log of ${name}`, String(await container.logs({ stdout: true, stderr: true })));
    traces.set(`processes of ${name}`, await readProcesses(platform, name));
    const { output } = await openContainer(docker, name).run("cat /proc/1/environ");
    traces.set(`environment of ${name}`, output);
  }
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  for (const tag of tags.filter((each) => each.startsWith(`tally-${stack}-`))) {
    const image = docker.getImage(tag);
    traces.set(`image ${tag}`, JSON.stringify([await image.inspect(), await image.history()]));
  }
  const entries = await readdir(platform.stateDirectory, { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of entries.filter((entry) => entry.isFile())) {
    traces.set(`state ${name}`, await readFile(join(parentPath, name), "latin1"));
  }
  return traces;
}

/**
 * Looks at the processes of the containers and of the machine, again and again,
 * while something is done. The command line that a test itself has typed is not looked at.
 */
export async function watchProcesses(platform: Platform, work: () => Promise<unknown>): Promise<Traces> {
  const seen = new Map<string, Set<string>>();
  const add = (place: string, lines: readonly string[]) =>
    seen.set(place, new Set([...(seen.get(place) ?? []), ...lines]));
  const look = async () => {
    const lines = (await listProcesses()).map(({ args }) => args);
    add("processes of the machine", lines.filter(isNotTyped));
    for (const name of await platform.containers()) {
      add(`processes of ${name}`, (await readProcesses(platform, name)).split("\n"));
    }
  };
  let isDone = false;
  const watching = (async () => {
    for (; !isDone; await sleep(100)) await look();
  })();
  try {
    await work();
  } finally {
    isDone = true;
    await watching;
    await look();
  }
  return new Map([...seen].map(([place, lines]) => [place, [...lines].join("\n")]));
}

/** Where which secret can be read, as text or in base64: `name in place`. */
export function findSecrets(traces: Traces, secrets: Readonly<Record<string, string>>): string[] {
  return [...traces].flatMap(([place, text]) =>
    Object.entries(secrets)
      .filter(([, secret]) => text.includes(secret) || text.includes(inBase64(secret)))
      .map(([name]) => `${name} in ${place}`),
  );
}

/** Without the end, which depends on what follows. */
function inBase64(secret: string): string {
  const bytes = Buffer.from(secret);
  return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString("base64");
}

function isNotTyped(args: string): boolean {
  return !args.includes("stack/commands/cli.ts");
}

/** Every argument on a line. Nothing of a container that is gone, or not started, by then. */
async function readProcesses({ docker }: Platform, name: string): Promise<string> {
  try {
    const { output } = await openContainer(docker, name).run("cat /proc/[0-9]*/cmdline 2>/dev/null");
    return output.replaceAll("\0", "\n");
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode !== undefined && [400, 404, 409, 500].includes(statusCode)) return "";
    throw error;
  }
}
