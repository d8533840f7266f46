import { monitoringContradictions } from "../monitoring/contradictions.ts";
import { platformContradictions } from "../platforms/swarm/contradictions.ts";
import { tlsContradictions } from "../tls/contradictions.ts";
import { tracingContradictions } from "../tracing/contradictions.ts";
import type { StackConfig } from "./config.ts";
import { redisContradictions, sharedKeys } from "./config-problems.ts";

type Values = Readonly<Record<string, string>>;

/**
 * What is wrong with settings that are right each for itself, a sentence for each, which names them.
 *
 * @param environment the one that the service runs in
 * @param given the stack's own settings, without their namespace
 * @param values all settings, by full name
 */
export function contradictions(
  config: Omit<StackConfig, "stack" | "manager">,
  environment: string,
  given: Values,
  values: Values,
): string[] {
  return [
    ...redisContradictions(config),
    ...sharedKeys(config),
    ...tlsContradictions(config, environment),
    ...monitoringContradictions(config),
    ...tracingContradictions(config),
    ...platformContradictions(config, given, values),
  ];
}
