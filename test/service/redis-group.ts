import type Docker from "dockerode";
import { findBaseImage } from "../../stack/base-images.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { testStackName } from "../support/abandoned-stacks.ts";
import { freePort } from "../support/free-port.ts";

/** Redis servers that know each other, in one container. */
export interface RedisGroup {
  /** The free ports that the script was given, as its arguments. */
  readonly ports: readonly number[];
  readonly container: Docker.Container;
}

/** Starts them on the host's own network, since they tell clients the addresses that they know each other by. */
export async function startRedisGroup(script: string, portCount: number): Promise<RedisGroup> {
  const docker = connectDocker();
  const ports: number[] = [];
  while (ports.length < portCount) ports.push(await freePort());
  const container = await docker.createContainer({
    Image: await findBaseImage(docker, "redis"),
    Cmd: ["sh", "-c", script, "sh", ...ports.map(String)],
    Labels: { "tally.stack": testStackName() },
    HostConfig: { NetworkMode: "host", Init: true },
  });
  await container.start();
  return { ports, container };
}
