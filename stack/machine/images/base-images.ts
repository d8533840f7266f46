import type Docker from "dockerode";
import { type BaseImageName, hasImage } from "../../base-images.ts";
import type { Host } from "../host.ts";
import { loadAptSettings } from "./apt-settings.ts";
import { makeDebianImages } from "./debian-images.ts";
import { installDebianTools } from "./debian-tools.ts";
import { type BaseImageSource, candidates, canMake, planAfterPull, pullReference } from "./plan.ts";
import { pullImage } from "./pull.ts";

export interface BaseImagesOptions {
  readonly docker: Docker;
  readonly host: Host;
  readonly report: (line: string) => void;
  readonly configured: WantedImages;
}

/** The images that are wanted, as the configuration names them, undefined where it names none. */
export type WantedImages = Readonly<Partial<Record<BaseImageName, string | undefined>>>;

/** Where the image can be made instead, waiting for a registry behind a silent firewall is not worth more. */
const patienceMs = 10_000;

/**
 * Makes the engine hold every base image that is wanted: pulls what is missing, and makes from
 * Debian packages what no registry offers here.
 *
 * @throws Error with every image that cannot be had, and what to do about it
 */
export async function prepareBaseImages(options: BaseImagesOptions): Promise<void> {
  const names = Object.keys(options.configured) as BaseImageName[];
  const sources = names.map((name) => ({ name, configured: options.configured[name] }));
  const outcomes = await Promise.allSettled(sources.map((source) => findOrPull(source, options)));
  const failures = outcomes.filter((outcome) => outcome.status === "rejected");
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason.message).join("\n"));
  const unmade = outcomes.flatMap((outcome) =>
    outcome.status === "fulfilled" && outcome.value.next === "make" ? [outcome.value.name] : [],
  );
  if (unmade.length === 0) return;
  await installDebianTools(options.report);
  await makeDebianImages({ ...options, names: unmade, settings: await loadAptSettings() });
}

interface Outcome {
  readonly name: BaseImageName;
  readonly next: "ready" | "make";
}

async function findOrPull(source: BaseImageSource, options: BaseImagesOptions): Promise<Outcome> {
  const { docker, host, report } = options;
  const { name } = source;
  const present = await Promise.all(candidates(source).map((reference) => hasImage(docker, reference)));
  if (present.includes(true)) return { name, next: "ready" };
  const reference = pullReference(source);
  const patience = canMake(source, host) ? patienceMs : undefined;
  const result = await pullImage({ docker, reference, report, patienceMs: patience });
  const next = planAfterPull(source, result, host);
  report(
    result.kind === "pulled"
      ? `Pulled ${reference}`
      : `No image registry answers for ${reference} (${result.reason})`,
  );
  return { name, next };
}
