import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { projectPath } from "./build-context.ts";

export interface ImageOptions {
  /** Repository and tag; it exists on this machine only. */
  readonly reference: string;
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
  { reference, context, dockerfile, args }: ImageOptions,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const image = new docker.Image(
    name,
    {
      imageName: reference,
      skipPush: true,
      build: { context: projectPath(context), dockerfile: projectPath(dockerfile), args, platform: "" },
    },
    options,
  );
  return image.repoDigest;
}
