import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../../config/config.ts";
import type { ContainerDescription } from "../../containers/description.ts";
import { type Labels, labelArgs } from "../../containers/labels.ts";
import { objectName } from "../../containers/names.ts";
import { buildImage } from "../../release/image.ts";
import type { Runs } from "../platform.ts";
import { Converged } from "./converged.ts";
import { createConfigFile, createSecretFile, type MountedFile, namedSecrets } from "./mounted-files.ts";
import { nodeLabels } from "./nodes.ts";
import { loginArgs, parseRegistry } from "./registry.ts";
import { inPlace, oneByOne, oneByOneSeconds, startFirst } from "./rollout.ts";
import { type ServiceRules, serviceArgs } from "./service-args.ts";

/** The engines of a Swarm: what runs is services, which Swarm spreads, replaces and updates. */
export interface Swarm extends Runs {
  readonly kind: "swarm";
  /** Keeps a secret; services that name its file in their environment have it. */
  secret(file: string, value: pulumi.Input<string>, options: pulumi.CustomResourceOptions): void;
  /** Runs a container on any nodes, so many times; an update starts new ones first. */
  replicate(
    name: string,
    description: ContainerDescription,
    count: number,
    options: pulumi.CustomResourceOptions,
  ): void;
  /** Runs a container on every node with the proxies' label; `file` is one in it that changes. */
  spread(
    name: string,
    description: ContainerDescription,
    options: pulumi.CustomResourceOptions,
    file?: { readonly path: string; readonly text: string },
  ): pulumi.Output<string>;
}

export interface SwarmArgs {
  readonly config: StackConfig;
  readonly labels: Labels;
  /** What a service's `forceUpdate` must be, by its name. */
  readonly forcedUpdates: ReadonlyMap<string, number>;
}

export function createSwarm({ config, labels, forcedUpdates }: SwarmArgs): Swarm {
  const { stack } = config;
  const registry = parseRegistry(config);
  const secrets: MountedFile[] = [];
  // Images are built where their base images are, and the manager may be elsewhere.
  const builder = new docker.Provider("builder", {
    host: process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock",
  });

  function service(
    name: string,
    description: ContainerDescription,
    rules: Omit<ServiceRules, "secrets" | "auth" | "forceUpdate">,
    options: pulumi.CustomResourceOptions,
  ): docker.Service {
    const { parent, dependsOn } = options;
    const given = {
      ...rules,
      secrets: namedSecrets(description.envs ?? [], secrets),
      auth: loginArgs(registry),
      forceUpdate: forcedUpdates.get(description.name) ?? 0,
    };
    return new docker.Service(name, serviceArgs(description, given), {
      ...(parent && { parent }),
      ...(dependsOn && { dependsOn }),
    });
  }

  return {
    kind: "swarm",
    image: (name, image, options) => buildImage(name, image, { ...options, provider: builder }, registry),
    network: (name, network, options) =>
      new docker.Network(name, { ...network, driver: "overlay", labels: labelArgs(network.labels) }, options)
        .id,
    // The node that first needs it makes it.
    volume: (_, { name }) => name,
    run(name, description, options) {
      const rules = { replicas: 1, nodeLabel: nodeLabels.redis, configs: [], ...inPlace };
      return service(name, description, rules, options).name;
    },
    replicate(name, description, count, options) {
      service(name, description, { replicas: count, configs: [], ...startFirst(config, count) }, options);
    },
    spread(name, description, options, file) {
      const configs = file ? [createConfigFile(objectName(stack, name), file, labels, options)] : [];
      const rules = { nodeLabel: nodeLabels.proxy, configs, update: oneByOne };
      const { name: spread, taskSpec: task } = service(name, description, rules, options);
      new Converged(
        `${name}-converged`,
        { manager: config.manager, service: spread, task, timeoutSeconds: oneByOneSeconds },
        options,
      );
      return spread;
    },
    secret(file, value, options) {
      secrets.push(createSecretFile(stack, file, value, labels, options));
    },
  };
}
