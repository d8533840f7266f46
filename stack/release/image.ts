import { createHash } from "node:crypto";
import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { contextDigest, projectPath } from "./build-context.ts";

export interface ImageOptions {
  /** The image's name; it exists on this machine only. */
  readonly repository: string;
  /** Must differ for images that differ; without one it is made from all that is built from. */
  readonly tag?: string;
  /** The folder of the project that the build may read from. */
  readonly context: string;
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
}

/**
 * Builds an image on the engine and returns its id. Containers are given the
 * id and never the tag, so that an image built anew replaces them.
 */
export function buildImage(
  name: string,
  { repository, tag, context, dockerfile, args }: ImageOptions,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const image = new docker.Image(
    name,
    {
      imageName: `${repository}:${tag ?? buildTag(context, args)}`,
      skipPush: true,
      build: { context: projectPath(context), dockerfile: projectPath(dockerfile), args, platform: "" },
    },
    options,
  );
  return image.repoDigest;
}

/** Names what an image is built from: the files of its context and its arguments. */
export function buildTag(context: string, args: Readonly<Record<string, string>>): string {
  const content = JSON.stringify([contextDigest(projectPath(context)), args]);
  return createHash("sha256").update(content).digest("hex").slice(0, 10);
}
