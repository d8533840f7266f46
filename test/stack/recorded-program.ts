import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { secretKeys as secrets } from "../../stack/config/config.ts";
import { projectPath } from "../../stack/release/build-context.ts";
import { freePort } from "../support/free-port.ts";

/** One resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: inputs are the provider's
  readonly inputs: Record<string, any>;
  /** Not a component, which only groups others. */
  readonly custom: boolean;
  /** The resources that were complete when this one was registered. */
  readonly madeBefore: readonly string[];
  readonly options: RecordedOptions;
}

export interface RecordedOptions {
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
}

export interface Recording {
  readonly registrations: readonly Registered[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the program failed with. */
  readonly problem?: string;
}

export interface Configured {
  readonly stack?: string;
  /** Without their namespace; a free port unless they say otherwise. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Those that are kept encrypted; every secret unless it says otherwise. */
  readonly secretKeys?: readonly string[];
}

/** One run of the program, as the process that runs it is told. */
export interface Run {
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

const types = {
  container: "docker:index/container:Container",
  image: "docker:index/image:Image",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
  processLimits: "pulumi-nodejs:dynamic/tally:ProcessLimits",
  routes: "pulumi-nodejs:dynamic/tally:Routes",
  secretFiles: "pulumi-nodejs:dynamic/tally:SecretFiles",
} as const;

type Kind = keyof typeof types;

/**
 * Runs the real program under each configuration; what it registers is
 * recorded, and nothing is made.
 *
 * @param directory the project whose program runs, or a copy of it
 * @throws Error when the program fails
 */
export async function recordPrograms(
  configured: readonly Configured[],
  directory = projectPath("."),
): Promise<Recording[]> {
  const recordings = await runPrograms(configured, directory);
  for (const { problem } of recordings) if (problem !== undefined) throw new Error(problem);
  return recordings;
}

/** As `recordPrograms`, for one configuration. */
export async function recordProgram(configured: Configured = {}): Promise<Recording> {
  const [recording] = await recordPrograms([configured]);
  return recording ?? never();
}

/** Runs a program that may fail. */
export async function runProgram(configured: Configured): Promise<Recording> {
  const [recording] = await runPrograms([configured], projectPath("."));
  return recording ?? never();
}

/** In a process of its own: the SDK's runtime belongs to the whole process. */
async function runPrograms(configured: readonly Configured[], cwd: string): Promise<Recording[]> {
  const runs = await Promise.all(configured.map(createRun));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(cwd, "test/stack/recording-program.ts"), JSON.stringify(runs)],
    { cwd, maxBuffer: 64 * 1024 * 1024 },
  ).catch((error: Error & { stdout: string }) => {
    // The SDK makes a program that fails exit with an error, which is recorded all the same.
    if (error.stdout) return error;
    throw error;
  });
  return JSON.parse(stdout) as Recording[];
}

async function createRun({
  stack = "unmade",
  settings = {},
  secretKeys = secrets.filter((key) => key in settings),
}: Configured): Promise<Run> {
  const values = Object.entries({ port: await freePort(), ...settings });
  return {
    stack,
    config: Object.fromEntries(values.map(([key, value]) => [`tally:${key}`, String(value)])),
    secretKeys: secretKeys.map((key) => `tally:${key}`),
  };
}

export function ofType({ registrations }: Recording, kind: Kind): Registered[] {
  return registrations.filter(({ type }) => type === types[kind]);
}

/** The containers that play a part; there may be several replicas and no Redis. */
export function containersOf(recording: Recording, role: string): Registered[] {
  return ofType(recording, "container").filter(({ inputs }) => labelsOf(inputs)["tally.role"] === role);
}

/** The only resource of its type, or the only one with that name on the engine. */
export function theOnly(recording: Recording, kind: Kind, name?: string): Registered {
  const found = ofType(recording, kind).filter(({ inputs }) => name === undefined || inputs.name === name);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${kind} ${name ?? ""}`);
  return first;
}

export function labelsOf(inputs: Registered["inputs"]): Record<string, string> {
  const labels: { label: string; value: string }[] = inputs.labels ?? [];
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}

export function networksOf({ inputs }: Pick<Registered, "inputs">): string[] {
  return (inputs.networksAdvanced ?? []).map(({ name }: { name: string }) => name);
}

function never(): never {
  throw new Error("the program was not run");
}
