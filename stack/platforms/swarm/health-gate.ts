import { goDuration } from "../../containers/container-args.ts";
import type { HealthCheck } from "../../containers/description.ts";
import type { ReleaseSpec } from "../../release/release.ts";

/** How seldom Docker may ask: Swarm goes on with an update only when a new replica has been found healthy. */
const longestIntervalSeconds = 5;

/** When it was last found healthy; a replica that was started anew has no such file. */
const checked = "/tmp/checked";

/**
 * The health check of replicas on a Swarm, where it is the gate as well: at first a
 * replica must answer all that visitors ask, as the routes' gate demands on a machine.
 * From then on it must be alive, which is asked no more often than configured. Redis
 * is no part of that: no restart of replicas would bring it back.
 */
export function gatedHealthCheck(health: ReleaseSpec["health"], gateTimeoutSeconds: number): HealthCheck {
  const isFresh = `[ -n "$(find ${checked} -newermt '-${health.intervalSeconds} seconds' 2>/dev/null)" ]`;
  const check = `node service/health-check.ts $([ -e ${checked} ] || echo gate) && touch ${checked}`;
  return {
    tests: ["CMD-SHELL", `${isFresh} || { ${check}; }`],
    interval: goDuration(Math.min(longestIntervalSeconds, health.intervalSeconds)),
    timeout: goDuration(health.timeoutSeconds),
    startPeriod: goDuration(gateTimeoutSeconds),
    retries: health.retries,
  };
}
