import { missingPrograms } from "../support/host-programs.ts";
import type { Fault } from "./fault.ts";
import { cutRedis, cutReplica, slowNetwork } from "./network-faults.ts";
import type { OwnEngine } from "./own-engine.ts";
import { losePower } from "./power-loss.ts";
import * as processes from "./process-faults.ts";
import { jumpRedisClock } from "./redis-clock.ts";
import type { SmallVolume } from "./small-volume.ts";
import { killDuringFsync, redisOutOfMemory, slowFsync, volumeFull } from "./storage-faults.ts";

interface Entry {
  readonly fault: Fault;
  /** What the machine must have for it. */
  readonly programs?: readonly string[];
}

const lastsMs = 10_000;

/** Needs an engine to strike; the proxy runs on it. */
export const engineFault: Fault = {
  name: "SIGKILL of the engine",
  lastsMs: 0,
  stopsProxy: true,
  async strike() {
    throw new Error("there is no engine to kill");
  },
};

/** Every fault that this machine can make, of those whose names fit; what is left out is said. */
export async function chooseFaults(volume: SmallVolume | undefined, pattern: RegExp): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { fault, programs = [] } of entries(volume).filter(({ fault }) => pattern.test(fault.name))) {
    const missing = await missingPrograms(...programs);
    if (missing.length === 0) faults.push(fault);
    else console.error(`Left out: ${fault.name}, because the machine has no ${missing.join(" and no ")}`);
  }
  return faults;
}

/** Started again at once, as the machine's service manager does it. */
export function killEngine(engine: OwnEngine): Fault {
  return {
    ...engineFault,
    async strike() {
      await engine.kill();
      await engine.start();
      return undefined;
    },
  };
}

function entries(volume: SmallVolume | undefined): Entry[] {
  const [strace, compiler] = [["strace"], ["cc"]];
  return [
    { fault: processes.killReplica },
    { fault: processes.killAllReplicas },
    { fault: processes.killProxy },
    { fault: processes.killRedis },
    { fault: processes.pauseRedis(lastsMs) },
    { fault: redisOutOfMemory(lastsMs) },
    ...(volume ? [{ fault: volumeFull(volume, lastsMs) }, { fault: losePower(volume, 1000) }] : []),
    { fault: cutRedis(lastsMs) },
    { fault: cutReplica(lastsMs) },
    { fault: slowNetwork(lastsMs), programs: ["nsenter", "tc"] },
    { fault: slowFsync(500, lastsMs), programs: strace },
    { fault: killDuringFsync(1800, 3000), programs: strace },
    { fault: processes.replicaOutOfMemory },
    { fault: processes.jumpClock(36, lastsMs) },
    { fault: processes.jumpClock(-36, lastsMs) },
    { fault: jumpRedisClock(36, lastsMs), programs: compiler },
    { fault: jumpRedisClock(-36, lastsMs), programs: compiler },
  ];
}
