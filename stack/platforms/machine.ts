import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { ContainerDescription } from "../containers/description.ts";
import { labelArgs, retainedLabelArgs } from "../containers/labels.ts";
import { buildImage } from "../release/image.ts";
import type { Runs } from "./platform.ts";

/** One engine: every container is a resource, and the proxy is switched from one release to the next. */
export interface Machine extends Runs {
  readonly kind: "machine";
  /** Runs a container with a name that is never another's: it starts before an old one is removed. */
  runBeside(
    name: string,
    description: ContainerDescription,
    options: pulumi.CustomResourceOptions,
  ): pulumi.Output<string>;
}

/** Without an address of the host's, which would lead to everything that listens on the host. */
const sealed = { "com.docker.network.bridge.inhibit_ipv4": "true" };

/** One container only can hold a name, a port of the host's, or a volume that it writes to. */
const alone: pulumi.CustomResourceOptions = {
  // The provider takes no notice of a change that is in the health check alone.
  replaceOnChanges: ["healthcheck"],
  deleteBeforeReplace: true,
};

const runBeside: Machine["runBeside"] = (name, description, options) =>
  new docker.Container(name, description, options).name;

export const machine: Machine = {
  kind: "machine",
  image: (name, image, options) => buildImage(name, image, options),
  network: (name, { labels, ...network }, options) =>
    new docker.Network(
      name,
      { ...network, ...(network.internal && { options: sealed }), labels: labelArgs(labels) },
      options,
    ).name,
  volume: (name, volume, options) =>
    new docker.Volume(
      name,
      {
        name: volume.name,
        labels: volume.retained ? retainedLabelArgs(volume.labels) : labelArgs(volume.labels),
      },
      { ...options, ...(volume.retained && { retainOnDelete: true }) },
    ).name,
  run: (name, description, options) => runBeside(name, description, { ...options, ...alone }),
  runBeside,
};
