import type Docker from "dockerode";

/** The images that Tally's own images are built from. */
export type BaseImageName = "node" | "nginx" | "redis" | "prometheus";

export interface BaseImage {
  /** What an image registry offers. */
  readonly official: string;
  /** What a machine without an image registry makes from Debian packages. */
  readonly madeHere: string;
}

export const baseImages: Readonly<Record<BaseImageName, BaseImage>> = {
  node: { official: "node:24-slim", madeHere: "tally-base/node:forky" },
  nginx: { official: "nginx:1.30", madeHere: "tally-base/nginx:forky" },
  redis: { official: "redis:8", madeHere: "tally-base/redis:forky" },
  prometheus: { official: "prom/prometheus:v3.5.0", madeHere: "tally-base/prometheus:forky" },
};

/** Debian has no Grafana: where its image cannot be pulled, the stack does without. */
export const grafanaImage = "grafana/grafana:12.1.1";

/**
 * The base image to build from when the configuration names none: the one made
 * on this machine where there is one, the official one otherwise.
 *
 * @throws dockerode's error when the engine does not answer
 */
export async function findBaseImage(docker: Docker, name: BaseImageName): Promise<string> {
  const { official, madeHere } = baseImages[name];
  return (await hasImage(docker, madeHere)) ? madeHere : official;
}

/** Whether the engine already holds the image. */
export async function hasImage(docker: Docker, reference: string): Promise<boolean> {
  try {
    await docker.getImage(reference).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}
