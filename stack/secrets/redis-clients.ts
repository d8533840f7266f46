import { setTimeout as sleep } from "node:timers/promises";
import type { RunningContainer } from "../../nginx/container.ts";

/** A connection to Redis. */
export interface RedisClient {
  /** The later the connection, the higher. */
  readonly id: number;
  /** `tally:` and a replica; empty for who gives no name, which nobody can before he gave a password. */
  readonly name: string;
  /** Whether it reads the file with the password again before it connects again. */
  readonly readsFile: boolean;
  /** Whether it takes all data away, as a backup does. */
  readonly copies: boolean;
}

/** How long a replica may take to connect again, in milliseconds. */
const returnMs = 15_000;

/** How long a backup may still take, in milliseconds. */
const backupMs = 120_000;

/** All connections, that of the question too, which ends with it. */
export async function listClients(redis: RunningContainer): Promise<RedisClient[]> {
  return parseClients(await ask(redis, "CLIENT", "LIST"));
}

/** The connections of replicas. */
export function replicaClients(clients: readonly RedisClient[]): RedisClient[] {
  return clients.filter(({ name }) => name.startsWith("tally:"));
}

/**
 * Ends the connections of replicas one at a time, each when the one before is
 * back. A replica sends again what it had no answer to, and it counts once.
 *
 * @throws Error naming a replica that does not come back
 */
export async function reconnectReplicas(
  redis: RunningContainer,
  clients: readonly RedisClient[],
): Promise<void> {
  for (const { id, name } of replicaClients(clients)) {
    await end(redis, id);
    const giveUpAt = performance.now() + returnMs;
    const isBack = async () => (await listClients(redis)).some((each) => each.name === name && each.id > id);
    while (!(await isBack())) {
      if (performance.now() > giveUpAt) throw new Error(`${name.slice(6)} did not connect to Redis again`);
      await sleep(50);
    }
  }
}

/** Ends what is left of some connections; a backup that is under way may finish before. */
export async function endClients(redis: RunningContainer, clients: readonly RedisClient[]): Promise<void> {
  const ids = new Set(clients.map(({ id }) => id));
  const giveUpAt = performance.now() + backupMs;
  for (;;) {
    const left = (await listClients(redis)).filter(({ id }) => ids.has(id));
    const mayStay = performance.now() < giveUpAt;
    for (const { id, copies } of left) if (!copies || !mayStay) await end(redis, id);
    if (!mayStay || !left.some(({ copies }) => copies)) return;
    await sleep(200);
  }
}

/** What CLIENT LIST says, a line for each connection. */
export function parseClients(list: string): RedisClient[] {
  return list.split("\n").flatMap((line) => {
    const fields = new Map(line.split(" ").map((field) => field.split(/=(.*)/s, 2) as [string, string]));
    const id = Number(fields.get("id"));
    if (!(id > 0)) return [];
    return {
      id,
      name: fields.get("name") ?? "",
      readsFile: fields.get("lib-name")?.includes("(password-file)") ?? false,
      copies: fields.get("flags")?.includes("S") ?? false,
    };
  });
}

async function end(redis: RunningContainer, id: number): Promise<void> {
  await ask(redis, "CLIENT", "KILL", "ID", String(id));
}

async function ask(redis: RunningContainer, ...args: string[]): Promise<string> {
  const { exitCode, output } = await redis.run('redis-cli -e "$@"', ...args);
  if (exitCode !== 0) throw new Error(`${redis.name} does not answer: ${output}`);
  return output;
}
