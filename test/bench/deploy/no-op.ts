import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { projectPath } from "../../../stack/release/build-context.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { freePort } from "../../support/free-port.ts";
import { type CommandResult, copyProject } from "../../support/project.ts";
import { number } from "../figures.ts";
import { withOwnSignal } from "../own-signal.ts";
import { medianOf } from "../quantiles.ts";

/** Durations of `pulumi up` where nothing changes, in milliseconds. */
export interface NoOps {
  readonly stackMs: readonly number[];
  /** Of a program that is empty. */
  readonly emptyMs: readonly number[];
}

/**
 * Deploys a stack of its own and an empty program with the Pulumi CLI, then
 * updates both in turns.
 *
 * @throws Error with the output of what failed
 */
export async function measureNoOps(runs: number, signal: AbortSignal): Promise<NoOps> {
  const [project, stack, port] = [await copyProject(), testStackName(), await freePort()];
  const temporary = await mkdtemp(join(tmpdir(), "tally-no-op-"));
  const state = join(temporary, "state");
  const empty = join(temporary, "empty");
  const env = {
    TALLY_ENGINE: "pulumi",
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };

  async function pulumi(directory: string, ...args: string[]): Promise<CommandResult> {
    const all = ["--cwd", directory, "--non-interactive", ...args, "--stack", stack];
    const result = await withOwnSignal(signal, (own) => project.run("pulumi", all, { env, signal: own }));
    if (result.exitCode !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${result.output}`);
    return result;
  }

  async function up(directory: string): Promise<number> {
    return (await pulumi(directory, "up", "--yes", "--skip-preview")).durationMs;
  }

  try {
    await mkdir(state);
    await writeEmptyProgram(empty);
    await project.write(`Pulumi.${stack}.yaml`, `config:\n  tally:port: "${port}"\n`);
    console.error(`Deploying stack "${stack}" and an empty program with Pulumi.`);
    for (const directory of [empty, project.directory]) {
      await pulumi(directory, "stack", "init", "--no-select");
      await up(directory);
      await up(directory);
    }
    const [stackMs, emptyMs]: [number[], number[]] = [[], []];
    for (let run = 1; run <= runs; run += 1) {
      console.error(`No-op ${run} of ${runs}, each.`);
      emptyMs.push(await up(empty));
      stackMs.push(await up(project.directory));
    }
    return { stackMs, emptyMs };
  } finally {
    await removeStacks(connectDocker(), (name) => name === stack);
    await Promise.all([project.dispose(), rm(temporary, { recursive: true, force: true })]);
  }
}

/** As `pulumi new` makes one, which imports the SDK; with the SDK and the runtime options that the stack has. */
async function writeEmptyProgram(directory: string): Promise<void> {
  const dependencies = { "@pulumi/pulumi": "*" };
  const runtime = "runtime:\n  name: nodejs\n  options:\n    typescript: false\n    packagemanager: npm\n";
  await mkdir(directory);
  await writeFile(join(directory, "Pulumi.yaml"), `name: empty\n${runtime}`);
  await writeFile(
    join(directory, "package.json"),
    `${JSON.stringify({ name: "empty", main: "index.js", dependencies })}\n`,
  );
  await writeFile(join(directory, "index.js"), 'require("@pulumi/pulumi");\n');
  await symlink(projectPath("node_modules"), join(directory, "node_modules"));
}

export function renderNoOps({ stackMs, emptyMs }: NoOps): string {
  const [stack, empty] = [stackMs, emptyMs].map((all) => medianOf(all));
  const times = stack && empty ? number(stack / empty, 2) : "–";
  return `\`pulumi up\` without a change: ${seconds(stackMs)}, of an empty program that imports the SDK ${seconds(emptyMs)}: ${times} times as long (medians of ${stackMs.length}, in turns).`;
}

function seconds(durationsMs: readonly number[]): string {
  const [median, min, max] = [medianOf(durationsMs), Math.min(...durationsMs), Math.max(...durationsMs)];
  return `${number(median === undefined ? median : median / 1000, 2)} s (${number(min / 1000, 2)} to ${number(max / 1000, 2)})`;
}
