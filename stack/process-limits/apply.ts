import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { dynamic } from "@pulumi/pulumi";
import type Docker from "dockerode";
import { connectDocker, isNotFound } from "../containers/docker.ts";
import type { ProcessLimitsInputs } from "./process-limits.ts";

const attempts = 20;
const pauseMs = 100;

/**
 * Limits containers, running or not; they keep the limits when they are started again.
 *
 * @throws Error naming the container that the engine would not limit
 */
export async function applyLimits({ limits }: ProcessLimitsInputs, docker = connectDocker()): Promise<void> {
  await Promise.all(Object.entries(limits).map(([name, limit]) => limitContainer(docker, name, limit)));
}

/** Compares with what really is: a container that was made anew has no limit yet. */
export async function diffLimits(
  olds: ProcessLimitsInputs,
  news: ProcessLimitsInputs,
  docker = connectDocker(),
): Promise<dynamic.DiffResult> {
  if (!isDeepStrictEqual(olds.limits, news.limits)) return { changes: true };
  return { changes: !(await areLimited(news, docker)) };
}

/** Whether every container is there and has its limit. */
export async function areLimited(
  { limits }: ProcessLimitsInputs,
  docker = connectDocker(),
): Promise<boolean> {
  const found = await Promise.all(
    Object.entries(limits).map(async ([name, limit]) => (await currentLimit(docker, name)) === limit),
  );
  return found.every(Boolean);
}

async function currentLimit(docker: Docker, name: string): Promise<number | undefined> {
  try {
    return (await docker.getContainer(name).inspect()).HostConfig.PidsLimit ?? undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** A container whose process ends at the same moment cannot be limited; that it ends is the gate's to say. */
async function limitContainer(docker: Docker, name: string, limit: number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await docker.getContainer(name).update({ PidsLimit: limit });
      return;
    } catch (cause) {
      if (isNotFound(cause) || attempt === attempts) {
        throw new Error(`the processes of ${name} could not be limited: ${(cause as Error).message}`, {
          cause,
        });
      }
      await sleep(pauseMs);
    }
  }
}
