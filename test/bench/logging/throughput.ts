import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { objectName } from "../../../stack/containers/names.ts";
import { createPlatform, type Platform } from "../../support/platform.ts";
import type { Throughput } from "./report.ts";

export interface Kind {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface ThroughputOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

const connections = 64;
const ticksPerSecond = 100;
const restMs = 700;

/**
 * Deploys a stack of each kind, side by side, and loads one at a time, in rounds. The load
 * comes from inside the proxy's network (wrk, by nsenter, which needs root).
 */
export async function measureThroughput(
  kinds: readonly Kind[],
  { rounds, seconds, signal }: ThroughputOptions,
): Promise<Throughput[]> {
  const platforms: Platform[] = [];
  const measured = kinds.map(({ name }) => ({
    name,
    perSecond: [] as number[],
    cpuMicroseconds: [] as number[],
  }));
  try {
    for (const kind of kinds) {
      signal.throwIfAborted();
      console.error(`Deploying a stack with ${kind.name}.`);
      platforms.push(await deploy(kind));
    }
    for (const platform of platforms) await load(platform, 2);
    for (let round = 0; round < rounds; round += 1) {
      // By chance, so that none always follows the same.
      for (const index of shuffled([...kinds.keys()])) {
        signal.throwIfAborted();
        const [platform, into] = [platforms[index], measured[index]];
        if (platform === undefined || into === undefined) continue;
        // What is left of the turn before, lines to store or a log of Redis's to write anew, is not this one's.
        await sleep(restMs);
        const { perSecond, cpuMicroseconds } = await load(platform, seconds);
        into.perSecond.push(perSecond);
        into.cpuMicroseconds.push(cpuMicroseconds);
      }
      console.error(`Round ${round + 1} of ${rounds}: ${measured.map(lastOf).join(", ")}`);
    }
    return measured;
  } finally {
    for (const platform of platforms) await platform.dispose();
  }
}

async function deploy({ settings }: Kind): Promise<Platform> {
  const platform = await createPlatform("embedded", { gateWatch: 0, ...settings });
  try {
    await platform.must("up");
    return platform;
  } catch (error) {
    await platform.dispose();
    throw error;
  }
}

/** @throws Error when one of them is not answered as it should be */
async function load(platform: Platform, seconds: number) {
  const { docker, stack } = platform;
  const before = await cpuSeconds(platform);
  const { State } = await docker.getContainer(objectName(stack, "proxy")).inspect();
  const wrk = [
    "wrk",
    "-t1",
    `-c${connections}`,
    `-d${seconds}s`,
    "--timeout",
    "15s",
    "http://127.0.0.1:8080/count",
  ];
  const { stdout } = await promisify(execFile)("nsenter", ["-t", String(State.Pid), "-n", ...wrk]);
  const [, perSecond] = /Requests\/sec: +([\d.]+)/.exec(stdout) ?? [];
  if (perSecond === undefined || /Non-2xx|Socket errors/.test(stdout)) throw new Error(stdout);
  const [, requests] = /(\d+) requests in/.exec(stdout) ?? [];
  const cpuMicroseconds = (((await cpuSeconds(platform)) - before) * 1e6) / Number(requests);
  return { perSecond: Number(perSecond), cpuMicroseconds };
}

/** What the processes of a stack have used so far, in seconds. */
async function cpuSeconds({ docker, containers }: Platform): Promise<number> {
  let ticks = 0;
  for (const name of await containers()) {
    const { Processes } = await docker.getContainer(name).top({ ps_args: "-eo pid" });
    for (const [pid] of (Processes ?? []) as string[][]) {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      // Behind the name, which may have blanks in it: of the user, of the system.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    }
  }
  return ticks / ticksPerSecond;
}

function lastOf({ perSecond, cpuMicroseconds }: Throughput): string {
  return `${perSecond.at(-1)?.toFixed(0)}/s at ${cpuMicroseconds.at(-1)?.toFixed(0)} µs`;
}

function shuffled(indices: number[]): number[] {
  for (let last = indices.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [indices[last], indices[other]] = [indices[other] ?? 0, indices[last] ?? 0];
  }
  return indices;
}
