import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openContainer } from "../../nginx/container.ts";
import type { Edit } from "../support/edited-sources.ts";
import { runOnHost } from "../support/host-programs.ts";
import type { Platform } from "../support/platform.ts";
import { redisOf } from "./containers.ts";
import type { Fault } from "./fault.ts";

const clockFile = "/tmp/clock-jump-seconds";
const library = "settable-clock.so";
const source = fileURLToPath(new URL("settable-clock.c", import.meta.url));

/** Gives a copy of Redis a clock that can be set, once the library for it is built. */
export const settableRedisClock: readonly Edit[] = [
  { file: "stack/redis/.dockerignore", from: "!start.sh", to: `!start.sh\n!${library}` },
  { file: "stack/redis/Dockerfile", from: "COPY start.sh", to: `COPY ${library} start.sh` },
  {
    file: "stack/redis/start.sh",
    from: "exec redis-server",
    to: `exec env LD_PRELOAD=/usr/local/lib/tally/${library} redis-server`,
  },
];

/** @throws Error with what the compiler says */
export async function buildRedisClock({ project }: Platform): Promise<void> {
  const target = join(project.directory, "stack/redis", library);
  await runOnHost("cc", "-shared", "-fPIC", `-DCLOCK_FILE="${clockFile}"`, "-o", target, source);
}

/** Redis's clock is wrong by so many hours, and then right again. */
export function jumpRedisClock(hours: number, lastsMs: number): Fault {
  return {
    name: `Redis's clock ${Math.abs(hours)} h ${hours > 0 ? "ahead" : "behind"}`,
    lastsMs,
    async strike(platform) {
      const redis = openContainer(platform.docker, redisOf(platform));
      const time = async () => Number((await platform.redisCli("TIME")).split("\n")[0]);
      const before = await time();
      await redis.run(`echo ${hours * 3600} > ${clockFile}`);
      const jumped = ((await time()) - before) / 3600;
      if (Math.abs(jumped - hours) > 1) throw new Error(`Redis's clock was not set: it is ${jumped} h off`);
      return async () => void (await redis.run(`rm ${clockFile}`));
    },
  };
}
