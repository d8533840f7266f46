import { openContainer, type RunningContainer } from "../../nginx/container.ts";
import { endClients, listClients, reconnectReplicas, replicaClients } from "../secrets/redis-clients.ts";
import { offerPassword, replacePassword, withdrawOldPasswords } from "../secrets/redis-password.ts";
import { withLock } from "../updates/lock.ts";
import type { CommandContext } from "./command.ts";
import { findRunningStack } from "./running-stack.ts";
import { readSettings } from "./settings.ts";

/** Gives the stack's own Redis another password while it serves. One that was killed is run again. */
export async function rotatePassword({ docker, options, report }: CommandContext): Promise<void> {
  const { stack, redisHost } = await readSettings(options);
  if (redisHost !== undefined) {
    throw new Error(
      `stack "${stack}" counts in the Redis at ${redisHost}: give its user a second password there, ` +
        `npm run up -- --stack ${stack} --secret-config redisPassword=…, and take the first one away`,
    );
  }
  const { redis } = await findRunningStack(docker, stack);
  if (redis?.State.Running !== true) throw new Error(`the Redis of stack "${stack}" is not running`);
  await withLock(stack, () => rotate(stack, openContainer(docker, redis.Name.slice(1)), report));
}

async function rotate(
  stack: string,
  redis: RunningContainer,
  report: CommandContext["report"],
): Promise<void> {
  const unable = replicaClients(await listClients(redis)).find(({ readsFile }) => !readsFile);
  if (unable) {
    throw new Error(
      `${unable.name.slice(6)} is of a release that cannot take another password: ` +
        `npm run up -- --stack ${stack} deploys one that can`,
    );
  }
  await offerPassword(redis);
  report("Redis takes a new password beside the old one.");
  await replacePassword(redis);
  const clients = await listClients(redis);
  report("The replicas connect again, one at a time …");
  await reconnectReplicas(redis, clients);
  await withdrawOldPasswords(redis);
  await endClients(redis, clients);
  report("The password of Redis is another one; the old one is refused.");
}
