import { openContainer } from "../../nginx/container.ts";
import { objectName } from "../../stack/containers/names.ts";
import type { Platform } from "../support/platform.ts";
import { until } from "../support/until.ts";

const restartLimitMs = 30_000;

export function redisOf({ stack }: Platform): string {
  return objectName(stack, "redis");
}

export function proxyOf({ stack }: Platform): string {
  return objectName(stack, "proxy");
}

export async function firstReplica({ containers }: Platform): Promise<string> {
  const [name] = await containers("service");
  if (name === undefined) throw new Error("the stack has no replica");
  return name;
}

/** Runs a shell script inside a container, which may die of it. */
export async function runInside({ docker }: Platform, name: string, script: string): Promise<void> {
  await openContainer(docker, name)
    .run(script)
    .catch(() => undefined);
}

/**
 * Kills every process of the containers at one moment, and returns when Docker has
 * started them again. It is done from inside: a container that was killed through
 * Docker counts as stopped by hand, and stays so.
 */
export async function killInside(platform: Platform, names: readonly string[]): Promise<void> {
  await strikeDown(platform, names, (name) => runInside(platform, name, "kill -9 -1"));
}

/** @throws Error when Docker has not started the containers again half a minute after the blow */
export async function strikeDown(
  { docker }: Platform,
  names: readonly string[],
  blow: (name: string) => Promise<void>,
): Promise<void> {
  const starts = async (name: string) => {
    const { RestartCount, State } = await docker.getContainer(name).inspect();
    return { restarts: RestartCount, running: State.Running };
  };
  const before = await Promise.all(names.map(starts));
  await Promise.all(names.map(blow));
  for (const [index, name] of names.entries()) {
    await until(async () => {
      const { restarts, running } = await starts(name);
      return running && restarts > (before[index]?.restarts ?? 0);
    }, restartLimitMs);
  }
}
