import { rm } from "node:fs/promises";
import type Docker from "dockerode";
import { connectDocker } from "../../stack/containers/docker.ts";
import { type EngineName, labelNames, type Role } from "../../stack/containers/labels.ts";
import { objectName } from "../../stack/containers/names.ts";
import { makeTestFolder } from "./abandoned-folders.ts";
import { removeStacks, testStackName } from "./abandoned-stacks.ts";
import { freePort } from "./free-port.ts";
import { type CommandResult, copyProject, type Project, type RunOptions } from "./project.ts";

/** A stack of a test's own, from a copy of the project, on one engine. */
export interface Platform {
  readonly engine: EngineName;
  readonly stack: string;
  readonly port: number;
  readonly url: string;
  readonly docker: Docker;
  readonly project: Project;
  /** Where the Pulumi CLI keeps its state. */
  readonly stateDirectory: string;
  /** Runs a command as `npm run` does. */
  tally(command: string, ...args: string[]): Promise<CommandResult>;
  /** Runs a command that must succeed. @throws Error with all its output */
  must(command: string, ...args: string[]): Promise<CommandResult>;
  /** Runs the Pulumi CLI by hand, on the same state. */
  pulumi(...args: string[]): Promise<CommandResult>;
  start(command: string, args: readonly string[], options: RunOptions): Promise<CommandResult>;
  /** The names of the stack's containers, running or not. */
  containers(role?: Role): Promise<string[]>;
  redisCli(...args: string[]): Promise<string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  dispose(): Promise<void>;
}

const docker = connectDocker();

/** @param settings configuration of the stack, Tally's own without its namespace */
export async function createPlatform(
  engine: EngineName,
  settings: Readonly<Record<string, string | number>> = {},
  stack = testStackName(),
): Promise<Platform> {
  const [port, project] = [await freePort(), await copyProject()];
  const state = await makeTestFolder("state");
  const config = Object.entries({ port, ...settings }).map(
    ([key, value]) => `  ${key.includes(":") ? key : `tally:${key}`}: "${value}"`,
  );
  await project.write(`Pulumi.${stack}.yaml`, `config:\n${config.join("\n")}\n`);
  const env = {
    TALLY_ENGINE: engine,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const url = `http://127.0.0.1:${port}`;

  const start: Platform["start"] = (command, args, options) =>
    project.run("node", ["stack/commands/cli.ts", command, "--stack", stack, ...args], {
      ...options,
      env: { ...env, ...options.env },
    });

  return {
    engine,
    stack,
    port,
    url,
    docker,
    project,
    stateDirectory: state,
    start,
    pulumi: (...args) => project.run("pulumi", [...args, "--stack", stack, "--non-interactive"], { env }),
    tally: (command, ...args) => start(command, args, {}),
    async must(command, ...args) {
      const result = await start(command, args, {});
      if (result.exitCode !== 0) throw new Error(`${command} failed:\n${result.output}`);
      return result;
    },
    async containers(role) {
      const label = [`${labelNames.stack}=${stack}`, ...(role ? [`${labelNames.role}=${role}`] : [])];
      const found = await docker.listContainers({ all: true, filters: { label } });
      return found.map(({ Names }) => Names[0]?.slice(1) ?? "").sort();
    },
    async redisCli(...args) {
      const name = objectName(stack, "redis");
      const { stdout, output, exitCode } = await project.run("docker", ["exec", name, "redis-cli", ...args]);
      if (exitCode !== 0) throw new Error(output);
      return stdout.trim();
    },
    fetch: (path, init) => fetch(`${url}${path}`, { redirect: "manual", ...init }),
    async dispose() {
      await removeStacks(docker, (name) => name === stack);
      await Promise.all([project.dispose(), rm(state, { recursive: true, force: true })]);
    },
  };
}
