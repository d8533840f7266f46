import type Docker from "dockerode";
import { prepareEngine } from "./engine/engine.ts";
import { loadHost } from "./host.ts";
import { prepareBaseImages, type WantedImages } from "./images/base-images.ts";

export interface MachineOptions {
  readonly docker: Docker;
  /** Told what is being done, a line at a time; nothing where there is nothing to do. */
  readonly report: (line: string) => void;
  readonly baseImages: WantedImages;
}

/**
 * Brings a machine to where a stack can come up on it: a Docker engine that
 * answers and the base images. What is there already is left as it is.
 *
 * @throws Error whose message says what is missing and what to do about it
 */
export async function prepareMachine({ docker, report, baseImages }: MachineOptions): Promise<void> {
  const host = await loadHost();
  await prepareEngine({ docker, host, report });
  await prepareBaseImages({ docker, host, report, configured: baseImages });
}
