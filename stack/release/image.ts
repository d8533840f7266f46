import { createHash } from "node:crypto";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { objectName } from "../containers/names.ts";
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
  /** Arguments that leave no trace in the image, and that nobody may read in the state. */
  readonly secretArgs?: Readonly<Record<string, string>>;
}

/** Where images go that other machines are to run. */
export interface Registry {
  /** What the images' names begin with: `registry.example.org/tally`. */
  readonly prefix: string;
  /** What to log in to. */
  readonly server: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** The image of a part of the stack that is more than a base image by the files of one folder. */
export function partImage(stack: string, part: string, context: string, baseImage: string): ImageOptions {
  return {
    repository: objectName(stack, part),
    context,
    dockerfile: `${context}/Dockerfile`,
    args: { BASE_IMAGE: baseImage },
  };
}

/**
 * Builds an image on the engine and returns its id, or, where there is a registry, pushes
 * it and returns its digest there. Containers are given that and never the tag, so that
 * an image built anew replaces them.
 */
export function buildImage(
  name: string,
  { repository, tag, context, dockerfile, args, secretArgs }: ImageOptions,
  options: pulumi.CustomResourceOptions,
  registry?: Registry,
): pulumi.Output<string> {
  const imageName = `${repository}:${tag ?? buildTag(context, args)}`;
  const image = new docker.Image(
    name,
    {
      imageName: registry === undefined ? imageName : `${registry.prefix}/${imageName}`,
      skipPush: registry === undefined,
      ...(registry && { registry: loginArgs(registry) }),
      build: {
        context: projectPath(context),
        dockerfile: projectPath(dockerfile),
        args: { ...args, ...encrypted(secretArgs) },
        platform: "",
      },
    },
    options,
  );
  return image.repoDigest;
}

/** Arguments that the state keeps encrypted. */
function encrypted(args: ImageOptions["secretArgs"] = {}): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, pulumi.secret(value)]));
}

/** How Docker's provider logs in to a registry, where it has to. */
function loginArgs({ server, username, password }: Registry): docker.types.input.Registry {
  if (username === undefined || password === undefined) return { server };
  return { server, username, password: pulumi.secret(password) };
}

/** Names what an image is built from: the files of its context and its arguments. */
export function buildTag(context: string, args: Readonly<Record<string, string>>): string {
  const content = JSON.stringify([contextDigest(projectPath(context)), args]);
  return createHash("sha256").update(content).digest("hex").slice(0, 10);
}
