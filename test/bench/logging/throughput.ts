import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { objectName } from "../../../stack/containers/names.ts";
import type { Platform } from "../../support/platform.ts";
import { readUsage } from "../throughput/usage.ts";
import { deployStackByLevel, type Level, type StackByLevel } from "./level-by-signal.ts";
import type { Throughput } from "./report.ts";

export interface ThroughputOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

const connections = 64;
const warmUpSeconds = 15;
const restMs = 700;

/**
 * Loads one stack, at each level of the log in turn. The processes stay the same: of two that
 * do the same, one is faster for as long as it lives, by more than what is measured here. The
 * load comes from inside the proxy's network (wrk, by nsenter, which needs root).
 */
export async function measureThroughput({
  rounds,
  seconds,
  signal,
}: ThroughputOptions): Promise<Throughput[]> {
  const [warn, info] = [unmeasured("failures alone"), unmeasured("every request (as by default)")];
  const turns = [
    { level: "warn", into: warn },
    { level: "info", into: info },
  ] as const;
  console.error("Deploying a stack.");
  const stack = await deployStackByLevel();
  try {
    signal.throwIfAborted();
    await load(stack.platform, warmUpSeconds);
    for (let round = 0; round < rounds; round += 1) {
      // By chance, so that none always follows the other.
      for (const { level, into } of Math.random() < 0.5 ? turns : turns.toReversed()) {
        signal.throwIfAborted();
        const { perSecond, cpuMicroseconds } = await takeTurn(stack, level, seconds);
        into.perSecond.push(perSecond);
        into.cpuMicroseconds.push(cpuMicroseconds);
      }
      console.error(`Round ${round + 1} of ${rounds}: ${[warn, info].map(lastOf).join(", ")}`);
    }
    return [warn, info];
  } finally {
    await stack.platform.dispose();
  }
}

function unmeasured(name: string) {
  return { name, perSecond: [] as number[], cpuMicroseconds: [] as number[] };
}

/** @throws Error when requests were not logged as they are at the level */
async function takeTurn(stack: StackByLevel, level: Level, seconds: number) {
  await stack.setLevel(level);
  // What is left of the turn before, lines to store or a log of Redis's to write anew, is not this one's.
  await sleep(restMs);
  const startMs = Date.now();
  const measured = await load(stack.platform, seconds);
  const logged = (await stack.lastLinesMs()).map((lastMs) => lastMs > startMs);
  if (logged.some((each) => each !== (level === "info")))
    throw new Error(`At the level ${level}, replicas logged: ${logged}`);
  return measured;
}

/** @throws Error when one of them is not answered as it should be */
async function load(platform: Platform, seconds: number) {
  const { docker, stack } = platform;
  const beforeMs = await processorMs(platform);
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
  const cpuMicroseconds = (((await processorMs(platform)) - beforeMs) * 1000) / Number(requests);
  return { perSecond: Number(perSecond), cpuMicroseconds };
}

/** What the containers of a stack have used so far, in milliseconds. */
async function processorMs({ docker, containers }: Platform): Promise<number> {
  const used = (await containers()).map(async (name) => {
    const { Id } = await docker.getContainer(name).inspect();
    return (await readUsage(docker, Id)).processorMs;
  });
  return (await Promise.all(used)).reduce((sum, each) => sum + each, 0);
}

function lastOf({ perSecond, cpuMicroseconds }: Throughput): string {
  return `${perSecond.at(-1)?.toFixed(0)}/s at ${cpuMicroseconds.at(-1)?.toFixed(0)} µs`;
}
