import type Docker from "dockerode";
import { type BaseImageName, findBaseImage, grafanaImage, hasImage } from "./base-images.ts";
import type { StackConfig } from "./config.ts";
import { type EngineName, labelNames } from "./labels.ts";
import { refuseTakenPort } from "./port-check.ts";
import { loadRelease, type StoredRelease } from "./stored-release.ts";

/** What the program has to know of the Docker engine before it can say what it wants. */
export interface Survey {
  readonly baseImages: Readonly<Record<Exclude<BaseImageName, "prometheus">, string>>;
  /** Undefined where monitoring is off. */
  readonly monitoring?: MonitoringImages;
  readonly cpus: number;
  /** The release that the configuration pins, as it was when it was built. */
  readonly pinned?: StoredRelease;
}

export interface MonitoringImages {
  readonly prometheus: string;
  readonly wantedGrafana: string;
  /** Undefined where the machine does not have the one that is wanted. */
  readonly grafana?: string;
}

/**
 * Looks at the engine and at what the stack already has there.
 *
 * @throws Error when no engine answers, when the other engine of Tally's made
 *   the stack, or when the configuration asks for what this machine has not
 */
export async function surveyEngine(docker: Docker, config: StackConfig, engine: EngineName): Promise<Survey> {
  const { NCPU: cpus } = await reach(docker);
  await refuseForeignStack(docker, config.stack, engine);
  if (config.cpus > cpus) {
    throw new Error(`tally:cpus is ${config.cpus}, but the machine has ${cpus}; set it to ${cpus} or less`);
  }
  await refuseTakenPort(docker, config);
  const [node, nginx, redis] = await Promise.all([
    config.nodeImage ?? findBaseImage(docker, "node"),
    config.nginxImage ?? findBaseImage(docker, "nginx"),
    config.redisImage ?? findBaseImage(docker, "redis"),
  ]);
  const monitoring = await surveyMonitoring(docker, config);
  const survey = { baseImages: { node, nginx, redis }, cpus, ...(monitoring && { monitoring }) };
  if (config.release === "latest") return survey;
  return { ...survey, pinned: await loadRelease(docker, config.stack, config.release) };
}

async function surveyMonitoring(docker: Docker, config: StackConfig): Promise<MonitoringImages | undefined> {
  if (config.monitoring === "off") return undefined;
  const wantedGrafana = config.grafanaImage ?? grafanaImage;
  const [prometheus, hasGrafana] = await Promise.all([
    config.prometheusImage ?? findBaseImage(docker, "prometheus"),
    hasImage(docker, wantedGrafana),
  ]);
  for (const key of ["monitoringPort", ...(hasGrafana ? (["grafanaPort"] as const) : [])] as const) {
    const wanted = { stack: config.stack, port: config[key], listenAddress: "127.0.0.1", key };
    await refuseTakenPort(docker, wanted);
  }
  return { prometheus, wantedGrafana, ...(hasGrafana && { grafana: wantedGrafana }) };
}

async function reach(docker: Docker): Promise<{ NCPU: number }> {
  try {
    return await docker.info();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`no Docker engine answers (${reason}); npm run up starts or installs one`, { cause });
  }
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
