import type Docker from "dockerode";
import { readServing } from "./serving.ts";
import { listStackContainers } from "./stack-containers.ts";

/** The containers of a stack that its backups have to do with. */
export interface RunningStack {
  /** A replica of the release that serves. */
  readonly replica: Docker.ContainerInspectInfo;
  /** The stack's own Redis; undefined where it is elsewhere. */
  readonly redis: Docker.ContainerInspectInfo | undefined;
}

/** @throws Error when the stack is not up */
export async function findRunningStack(docker: Docker, stack: string): Promise<RunningStack> {
  const containers = await listStackContainers(docker, stack);
  const serving = await readServing(docker, stack);
  const replicas = containers.filter(({ role }) => role === "service");
  const replica = replicas.find(({ release }) => release === serving) ?? replicas[0];
  if (replica === undefined) {
    throw new Error(`stack "${stack}" is not up; npm run up -- --stack ${stack} takes it there`);
  }
  const redis = containers.find(({ role }) => role === "redis");
  return {
    replica: await docker.getContainer(replica.id).inspect(),
    redis: redis && (await docker.getContainer(redis.id).inspect()),
  };
}
