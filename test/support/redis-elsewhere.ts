import { findBaseImage } from "../../stack/base-images.ts";
import { freePort } from "./free-port.ts";
import type { Platform } from "./platform.ts";

/** A Redis that no stack has made, where containers of any network reach it. */
export interface RedisElsewhere {
  readonly container: string;
  readonly host: string;
  readonly port: number;
}

/** Starts one; it goes with the platform. The flags are redis-server's. */
export async function startRedisElsewhere(
  { docker, stack }: Platform,
  ...flags: string[]
): Promise<RedisElsewhere> {
  const { IPAM } = await docker.getNetwork("bridge").inspect();
  const host = IPAM?.Config?.[0]?.Gateway ?? "172.17.0.1";
  const [port, container] = [await freePort(), `tally-${stack}-elsewhere`];
  const created = await docker.createContainer({
    name: container,
    Image: await findBaseImage(docker, "redis"),
    Cmd: ["redis-server", "--protected-mode", "no", "--save", "", ...flags],
    Labels: { "tally.stack": stack },
    ExposedPorts: { "6379/tcp": {} },
    HostConfig: { PortBindings: { "6379/tcp": [{ HostIp: host, HostPort: String(port) }] } },
  });
  await created.start();
  return { container, host, port };
}
