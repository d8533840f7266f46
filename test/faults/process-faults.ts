import { openContainer } from "../../nginx/container.ts";
import type { Edit } from "../support/edited-sources.ts";
import { freeze } from "../support/freeze.ts";
import { firstReplica, killInside, proxyOf, redisOf, runInside, strikeDown } from "./containers.ts";
import type { Fault } from "./fault.ts";

// The replica is offered to the kernel first, and what it shares its memory with then takes all of it.
const fillMemory = `
  for directory in /proc/[0-9]*; do
    grep -qs "^PPid:[[:space:]]*1$" "$directory/status" && echo 1000 > "$directory/oom_score_adj"
  done
  exec node -e 'const kept = []; for (;;) kept.push(Buffer.alloc(1 << 20, 1))'`;

export const killReplica: Fault = {
  name: "SIGKILL of a replica",
  lastsMs: 0,
  async strike(platform) {
    await killInside(platform, [await firstReplica(platform)]);
    return undefined;
  },
};

export const killAllReplicas: Fault = {
  name: "SIGKILL of all replicas",
  lastsMs: 0,
  async strike(platform) {
    await killInside(platform, await platform.containers("service"));
    return undefined;
  },
};

export const killProxy: Fault = {
  name: "SIGKILL of nginx",
  lastsMs: 0,
  stopsProxy: true,
  async strike(platform) {
    await killInside(platform, [proxyOf(platform)]);
    return undefined;
  },
};

export const killRedis: Fault = {
  name: "SIGKILL of Redis",
  lastsMs: 0,
  async strike(platform) {
    await killInside(platform, [redisOf(platform)]);
    return undefined;
  },
};

/** Redis stands still and keeps its connections. */
export function pauseRedis(lastsMs: number): Fault {
  return {
    name: `Redis paused for ${lastsMs / 1000} s`,
    lastsMs,
    async strike(platform) {
      const redis = platform.docker.getContainer(redisOf(platform));
      await freeze(redis);
      return () => redis.unpause();
    },
  };
}

export const replicaOutOfMemory: Fault = {
  name: "a replica out of memory",
  lastsMs: 0,
  fillsMemory: true,
  async strike(platform) {
    const replica = await firstReplica(platform);
    await strikeDown(platform, [replica], (name) => runInside(platform, name, fillMemory));
    return undefined;
  },
};

const clockFile = "/tmp/clock-jump-ms";

/** Gives a copy of the service a clock that can be set. */
export const settableClock: Edit = {
  file: "service/main.ts",
  from: "const config = loadConfig(process.env);",
  to: `const config = loadConfig(process.env);
import { readFileSync } from "node:fs";
const trueNow = Date.now;
let jumpMs = 0;
setInterval(() => {
  try { jumpMs = Number(readFileSync("${clockFile}", "utf8")); } catch { jumpMs = 0; }
}, 50).unref();
Date.now = () => trueNow() + jumpMs;
`,
};

/** One replica's clock is wrong by so many hours, and then right again. */
export function jumpClock(hours: number, lastsMs: number): Fault {
  return {
    name: `a replica's clock ${Math.abs(hours)} h ${hours > 0 ? "ahead" : "behind"}`,
    lastsMs,
    async strike(platform) {
      const replica = openContainer(platform.docker, await firstReplica(platform));
      const { exitCode, output } = await replica.run(`echo ${hours * 3_600_000} > ${clockFile}`);
      if (exitCode !== 0) throw new Error(`the clock of ${replica.name} was not set: ${output}`);
      return async () => void (await replica.run(`rm ${clockFile}`));
    },
  };
}
