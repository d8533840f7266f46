import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Platform } from "../support/platform.ts";
import { listContainerProcesses } from "../support/processes.ts";
import { killInside, redisOf } from "./containers.ts";
import type { Fault } from "./fault.ts";
import type { SmallVolume } from "./small-volume.ts";

const ballast = "ballast";
/** Above what the smallest Redis of a stack may keep. */
const ballastBytes = 50_000_000;

/** Redis refuses to write because it holds as much as it may. */
export function redisOutOfMemory(lastsMs: number): Fault {
  return {
    name: "Redis out of memory",
    lastsMs,
    async strike({ redisCli }) {
      await redisCli("SETRANGE", ballast, String(ballastBytes), "x");
      return async () => void (await redisCli("DEL", ballast));
    },
  };
}

/** Nothing more can be written where Redis keeps its log. */
export function volumeFull(volume: SmallVolume, lastsMs: number): Fault {
  return {
    name: "the Redis volume full",
    lastsMs,
    async strike() {
      await volume.fill();
      return () => volume.empty();
    },
  };
}

/** The disk takes so long for each sync. */
export function slowFsync(delayMs: number, lastsMs: number): Fault {
  return {
    name: `fsync takes ${delayMs} ms`,
    lastsMs,
    strike: (platform) => delaySync(platform, delayMs),
  };
}

/** Redis is killed while it waits for its disk. */
export function killDuringFsync(delayMs: number, lastsMs: number): Fault {
  return {
    name: "SIGKILL of Redis during a slow fsync",
    lastsMs,
    async strike(platform) {
      const end = await delaySync(platform, delayMs);
      return async () => {
        await killInside(platform, [redisOf(platform)]);
        await end();
      };
    },
  };
}

async function delaySync(platform: Platform, delayMs: number): Promise<() => Promise<void>> {
  const processes = await listContainerProcesses(platform.docker.getContainer(redisOf(platform)));
  const redis = processes.find(({ args }) => /^\S*redis-server\b/.test(args));
  if (redis === undefined) throw new Error("Redis is not running");
  const delay = `fdatasync,fsync:delay_enter=${delayMs * 1000}`;
  const args = ["-f", "-qq", "-p", String(redis.pid), "-e", "trace=fdatasync,fsync", "-e", `inject=${delay}`];
  const strace = spawn("strace", [...args, "-o", "/dev/null"], { stdio: "ignore" });
  await once(strace, "spawn");
  const exited = once(strace, "exit");
  return async () => {
    strace.kill();
    await exited;
  };
}
