import { openContainer } from "../../nginx/container.ts";
import { objectName } from "../../stack/containers/names.ts";
import { runOnHost } from "../support/host-programs.ts";
import type { Platform } from "../support/platform.ts";
import { firstReplica, redisOf } from "./containers.ts";
import type { Fault } from "./fault.ts";

type Choose = (platform: Platform) => Promise<string>;

async function cut(platform: Platform, choose: Choose): Promise<() => Promise<void>> {
  const network = platform.docker.getNetwork(objectName(platform.stack, "back"));
  const Container = await choose(platform);
  await network.disconnect({ Container, Force: true });
  return async () => void (await network.connect({ Container }));
}

/** Redis is reached by no replica, without a word to either end. */
export function cutRedis(lastsMs: number): Fault {
  return {
    name: "network to Redis cut",
    lastsMs,
    strike: (platform) => cut(platform, async () => redisOf(platform)),
  };
}

export function cutReplica(lastsMs: number): Fault {
  return {
    name: "network of a replica to Redis cut",
    lastsMs,
    strike: (platform) => cut(platform, firstReplica),
  };
}

/** All that Redis says goes through so narrow a line that answers take seconds. */
export function slowNetwork(lastsMs: number): Fault {
  return {
    name: "network to Redis slow",
    lastsMs,
    async strike(platform) {
      const { State } = await platform.docker.getContainer(redisOf(platform)).inspect();
      // Its number goes up with each connection to a network.
      const listed = await openContainer(platform.docker, redisOf(platform)).run("ls /sys/class/net");
      const [device = ""] = /eth\d+/.exec(listed.output) ?? [];
      const qdisc = (...args: string[]) =>
        runOnHost("nsenter", "--net", "--target", String(State.Pid), "tc", "qdisc", ...args);
      const narrow = ["tbf", "rate", "16kbit", "burst", "1600", "latency", "5s"];
      await qdisc("replace", "dev", device, "root", ...narrow);
      return () => qdisc("del", "dev", device, "root");
    },
  };
}
