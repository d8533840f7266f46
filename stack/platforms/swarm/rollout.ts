import type { types } from "@pulumi/docker";
import type { StackConfig } from "../../config/config.ts";
import { goDuration, shortDuration } from "../../containers/container-args.ts";

/** How Swarm brings a service from one version to the next. */
export interface Rollout {
  readonly update: types.input.ServiceUpdateConfig;
  readonly converge: types.input.ServiceConvergeConfig;
}

/** Into how many steps an update of many replicas goes. */
const steps = 4;

/** Room for pulling images and starting what was not there, in seconds. */
const spareSeconds = 180;

/**
 * New replicas start, become healthy and are watched before as many old ones
 * stop; the first that does not takes everything back.
 */
export function startFirst(config: StackConfig, replicas: number): Rollout {
  const parallelism = Math.max(1, Math.floor(replicas / steps));
  const stepSeconds = config.gateTimeout + config.gateWatch;
  return rollout({
    order: "start-first",
    parallelism,
    monitorSeconds: Math.max(1, config.gateWatch),
    timeoutSeconds: spareSeconds + stepSeconds * Math.ceil(replicas / parallelism),
  });
}

/** The old one stops first: two processes must never write to one volume. */
export const inPlace: Rollout = rollout({
  order: "stop-first",
  parallelism: 1,
  monitorSeconds: 5,
  timeoutSeconds: spareSeconds + 60,
});

/** A node at a time, since a port of a node is held by one container only. */
export const oneByOne = rollout({
  order: "stop-first",
  parallelism: 1,
  monitorSeconds: 2,
  timeoutSeconds: 0,
}).update;

/** How long that may take, in seconds. */
export const oneByOneSeconds = 3600;

interface RolloutArgs {
  readonly order: "start-first" | "stop-first";
  readonly parallelism: number;
  readonly monitorSeconds: number;
  readonly timeoutSeconds: number;
}

function rollout({ order, parallelism, monitorSeconds, timeoutSeconds }: RolloutArgs): Rollout {
  const monitor = shortDuration(goDuration(monitorSeconds));
  return {
    update: { order, parallelism, monitor, delay: "0s", failureAction: "rollback", maxFailureRatio: "0.0" },
    converge: { delay: "1s", timeout: goDuration(timeoutSeconds) },
  };
}
