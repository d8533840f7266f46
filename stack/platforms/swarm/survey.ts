import type Docker from "dockerode";
import type { StackConfig } from "../../config/config.ts";
import { type EngineName, labelNames } from "../../containers/labels.ts";
import { findBaseImages, type Survey } from "../../survey/survey.ts";
import { planCertificate } from "../../tls/certificate.ts";
import { planForcedUpdates } from "./forced-updates.ts";
import { connectManager } from "./manager.ts";
import { surveyNodes } from "./nodes.ts";

/**
 * Looks at the Swarm, and at the engine that builds.
 *
 * @param builder the engine that has the base images
 * @throws Error when there is no manager, when its nodes cannot run the stack, or
 *   when the embedded engine is to do it
 */
export async function surveySwarm(
  builder: Docker,
  config: StackConfig,
  engine: EngineName,
  manager = connectManager(config.manager),
): Promise<Survey> {
  if (engine === "embedded") {
    throw new Error(
      "tally:platform swarm needs the Pulumi CLI, and this is the embedded engine, which knows one machine only: " +
        "install it from https://www.pulumi.com/docs/install",
    );
  }
  const certificate = await planCertificate(config);
  await refuseWorker(manager, config);
  await refuseMachine(manager, config.stack);
  const nodes = await surveyNodes(manager, config.redisHost === undefined);
  if (config.cpus > nodes.mostCpus) {
    throw new Error(
      `tally:cpus is ${config.cpus}, but no node of the Swarm has more than ${nodes.mostCpus}; set it to that or less`,
    );
  }
  return {
    baseImages: await findBaseImages(builder, config),
    cpus: nodes.proxyCpus,
    address: nodes.proxyAddress,
    forcedUpdates: await planForcedUpdates(manager, config.stack),
    ...(certificate && { certificate }),
  };
}

async function refuseWorker(manager: Docker, { manager: { host } }: StackConfig): Promise<void> {
  const address = host ?? process.env.DOCKER_HOST ?? "this machine";
  const { Swarm } = await manager.info().catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `no Docker engine answers at ${address} (${reason}); docker:host must name a Swarm manager`,
      {
        cause,
      },
    );
  });
  if (Swarm?.ControlAvailable) return;
  throw new Error(
    `the Docker engine at ${address} is no Swarm manager; docker:host must name one, or make it one: docker swarm init`,
  );
}

/** Redis's volume would be written to from two sides. */
async function refuseMachine(manager: Docker, stack: string): Promise<void> {
  const filters = { label: [`${labelNames.stack}=${stack}`] };
  const containers = await manager.listContainers({ all: true, filters });
  // A task's container has the labels of its image.
  if (containers.every(({ Labels }) => "com.docker.swarm.task" in Labels)) return;
  throw new Error(
    `stack "${stack}" runs on the manager's machine alone; take it down there first ` +
      "(npm run down, with tally:platform machine): its counts stay, and Redis on the Swarm finds them on that node",
  );
}
