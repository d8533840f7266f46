import { statSync } from "node:fs";
import type Docker from "dockerode";
import { type BaseImageName, findBaseImage } from "../base-images.ts";
import type { StackConfig } from "../config/config.ts";
import { type EngineName, labelNames } from "../containers/labels.ts";
import { containerUser } from "../containers/names.ts";
import { type MonitoringImages, surveyMonitoring } from "../monitoring/survey.ts";
import type { StoredRelease } from "../release/stored-release.ts";
import { type Certificate, planCertificate } from "../tls/certificate.ts";
import { distantAddress } from "./distant-address.ts";
import { findPinned } from "./pinned-release.ts";
import { refuseTakenPorts } from "./port-check.ts";
import { refuseSmallRedis } from "./redis-memory.ts";

/** What the program has to know of the Docker engine before it can say what it wants. */
export interface Survey {
  readonly baseImages: Readonly<Record<Exclude<BaseImageName, "prometheus">, string>>;
  /** Undefined where monitoring is off. */
  readonly monitoring?: MonitoringImages;
  readonly cpus: number;
  /** Where visitors reach the stack, where it is not the machine that the configuration says. */
  readonly address?: string;
  /** The release that the configuration pins, as it was when it was built. */
  readonly pinned?: StoredRelease;
  /** What the proxy is to serve with; absent where TLS is off. */
  readonly certificate?: Certificate;
  /** What `forceUpdate` of each service on a Swarm must be, by the service's name. */
  readonly forcedUpdates?: ReadonlyMap<string, number>;
}

/**
 * Looks at the engine and at what the stack already has there.
 *
 * @throws Error when no engine answers, when the other engine of Tally's made
 *   the stack, when certificate and key cannot serve, or when the configuration asks for what this machine has not
 */
export async function surveyEngine(docker: Docker, config: StackConfig, engine: EngineName): Promise<Survey> {
  const certificate = await planCertificate(config);
  const { NCPU: cpus } = await reach(docker);
  await refuseForeignStack(docker, config.stack, engine);
  if (config.cpus > cpus) {
    throw new Error(`tally:cpus is ${config.cpus}, but the machine has ${cpus}; set it to ${cpus} or less`);
  }
  await refuseTakenPorts(docker, config);
  refuseMissingFolder(config);
  await refuseSmallRedis(docker, config);
  const baseImages = await findBaseImages(docker, config);
  const monitoring = await surveyMonitoring(docker, config);
  const pinned = await findPinned(docker, config);
  const address = distantAddress(docker, config);
  return {
    baseImages,
    cpus,
    ...(address && { address }),
    ...(monitoring && { monitoring }),
    ...(pinned && { pinned }),
    ...(certificate && { certificate }),
  };
}

/** The images to build from: those that are configured, or the engine's. */
export async function findBaseImages(docker: Docker, config: StackConfig): Promise<Survey["baseImages"]> {
  const [node, nginx, redis] = await Promise.all([
    config.nodeImage ?? findBaseImage(docker, "node"),
    config.nginxImage ?? findBaseImage(docker, "nginx"),
    config.redisImage ?? findBaseImage(docker, "redis"),
  ]);
  return { node, nginx, redis };
}

async function reach(docker: Docker): Promise<{ NCPU: number }> {
  try {
    return await docker.info();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`no Docker engine answers (${reason}); npm run up starts or installs one`, { cause });
  }
}

/** Only on this machine can be seen whether there is one; another engine says so itself. */
function refuseMissingFolder({ backupFolder }: StackConfig, host = process.env.DOCKER_HOST): void {
  if (backupFolder === undefined || (host && !host.startsWith("unix://"))) return;
  if (statSync(backupFolder, { throwIfNoEntry: false })?.isDirectory()) return;
  const [uid, gid] = containerUser.split(":");
  throw new Error(
    `tally:backupFolder is ${backupFolder}, which is no folder of this machine; ` +
      `make it: install -d -m 700 -o ${uid} -g ${gid} ${backupFolder}`,
  );
}

/** One engine's state knows nothing of what the other made: both would create everything again. */
export async function refuseForeignStack(docker: Docker, stack: string, engine: EngineName): Promise<void> {
  const containers = await docker.listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`, labelNames.engine] },
  });
  const foreign = containers.find(({ Labels }) => Labels[labelNames.engine] !== engine);
  if (foreign === undefined) return;
  const names = { pulumi: "the Pulumi CLI", embedded: "the embedded engine" };
  const maker = foreign.Labels[labelNames.engine] === "pulumi" ? "pulumi" : "embedded";
  throw new Error(
    `stack "${stack}" was made with ${names[maker]}, and this is ${names[engine]}: ` +
      `use that, or take the stack down with it first (its counts stay)`,
  );
}
