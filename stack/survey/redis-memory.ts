import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import type { StackConfig } from "../config/config.ts";
import { ignoreMissing } from "../containers/docker.ts";
import { maxMemoryMegabytes } from "../redis/memory.ts";
import { redisHost } from "../redis/places.ts";

const megabyte = 1024 * 1024;

/**
 * Redis starts with less memory than its data need, and then refuses every count, or does not even
 * come so far; that must not be found out once the one that works is gone.
 *
 * @throws Error with the least memory that will do
 */
export async function refuseSmallRedis(docker: Docker, config: StackConfig): Promise<void> {
  if (config.redisHost !== undefined) return;
  const name = redisHost(config.stack);
  const found = await docker.getContainer(name).inspect().catch(ignoreMissing);
  if (!found?.State.Running || found.HostConfig.Memory === undefined) return;
  if (found.HostConfig.Memory <= config.redisMemory * megabyte) return;
  const { output } = await openContainer(docker, name).run("redis-cli INFO memory");
  const [, used] = /^used_memory:(\d+)/m.exec(output) ?? [];
  const [holds, room] = [Math.ceil(Number(used) / megabyte), maxMemoryMegabytes(config.redisMemory)];
  if (used === undefined || holds <= room) return;
  let enough = config.redisMemory;
  while (maxMemoryMegabytes(enough) < holds) enough += 1;
  throw new Error(
    `tally:redisMemory is ${config.redisMemory}, of which ${room} MB are for data, and Redis holds ${holds} MB; ` +
      `set it to ${enough} or more`,
  );
}
