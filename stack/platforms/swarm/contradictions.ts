import type { StackConfig } from "../../config/config.ts";

type Values = Readonly<Record<string, string>>;

/** Why a key has no meaning on a Swarm, as the end of a sentence. */
const machineOnly: Readonly<Record<string, string>> = {
  listenAddress: "its proxies listen on all addresses of their nodes",
  monitoring:
    "let a Prometheus of yours find tally-<stack>-service:9464 by DNS, on the network tally-<stack>-front",
  monitoringPort: "there is no tally:monitoring",
  grafanaPort: "there is no tally:monitoring",
  prometheusImage: "there is no tally:monitoring",
  grafanaImage: "there is no tally:monitoring",
  replicasAtOnce: "its proxies spread hits over all replicas",
  healthStartPeriod: "a new replica has tally:gateTimeout to become healthy",
  release: "an earlier release is deployed from its sources, which are the same release again",
  keepReleases: "the registry keeps the images",
};

const swarmOnly = ["registry", "registryUsername", "registryPassword"] as const;

const mostOnMachine = 100;

/** What Docker's provider may be told beside Tally's own keys: the survey of the Swarm follows no others. */
const followed = ["docker:host", "docker:certPath"];

/**
 * What is wrong with settings that are right each for itself, for the platform
 * that they are given for; a sentence for each.
 *
 * @param given the stack's own settings, without their namespace
 * @param values all settings, by full name
 */
export function platformContradictions(
  config: Pick<StackConfig, "platform" | "tls" | "replicas">,
  given: Values,
  values: Values,
): string[] {
  const docker = Object.keys(values).filter((name) => name.startsWith("docker:"));
  if (config.platform === "machine") {
    return [
      ...(config.replicas > mostOnMachine
        ? [
            `tally:replicas must be at most ${mostOnMachine} with tally:platform machine, not "${config.replicas}"`,
          ]
        : []),
      ...swarmOnly.filter((key) => key in given).map((key) => `tally:${key} needs tally:platform swarm`),
      ...docker
        .filter((name) => name === "docker:host")
        .map(
          (name) =>
            `${name} is not followed by every part of Tally; name the engine by DOCKER_HOST instead, ` +
            "or set tally:platform to swarm where it is a Swarm manager",
        ),
    ];
  }
  return [
    ...Object.entries(machineOnly)
      .filter(([key]) => key in given)
      .map(([key, reason]) => `tally:${key} does not apply on a Swarm: ${reason}`),
    ...docker
      .filter((name) => !followed.includes(name))
      .map((name) => `${name} is not followed by every part of Tally; use ${followed.join(" and ")}`),
    ...registryProblems(given),
    ...(config.tls === "self-signed"
      ? [
          "tally:tls must be files or off on a Swarm, whose proxies would each have a certificate of their own",
        ]
      : []),
  ];
}

function registryProblems(given: Values): string[] {
  if (given.registry === undefined) {
    return ["tally:platform swarm needs tally:registry: nodes pull their images from there"];
  }
  if ((given.registryUsername === undefined) === (given.registryPassword === undefined)) return [];
  return ["tally:registryUsername and tally:registryPassword must be given together"];
}
