import type * as pulumi from "@pulumi/pulumi";
import type { ContainerDescription } from "../containers/description.ts";
import type { Labels } from "../containers/labels.ts";
import type { ImageOptions } from "../release/image.ts";
import type { Machine } from "./machine.ts";
import type { Swarm } from "./swarm/swarm.ts";

/** What runs the stack's containers: the one engine of a machine, or the engines of a Swarm. */
export type Platform = Machine | Swarm;

/** What components ask of either; names and arguments are the same on both. */
export interface Runs {
  /** Builds an image and returns what containers are given of it. */
  image(name: string, image: ImageOptions, options: pulumi.CustomResourceOptions): pulumi.Output<string>;
  /** Returns what containers know the network by. */
  network(name: string, network: NetworkArgs, options: pulumi.CustomResourceOptions): pulumi.Output<string>;
  /** A volume that outlives the stack where it is retained. */
  volume(name: string, volume: VolumeArgs, options: pulumi.CustomResourceOptions): pulumi.Input<string>;
  /** Runs a container of which there is one for a stack. */
  run(
    name: string,
    description: ContainerDescription,
    options: pulumi.CustomResourceOptions,
  ): pulumi.Output<string>;
}

export interface NetworkArgs {
  readonly name: string;
  readonly internal: boolean;
  readonly labels: Labels;
}

export interface VolumeArgs {
  readonly name: string;
  readonly labels: Labels;
  readonly retained: boolean;
}

/** What a component's arguments have besides those of its containers. */
export interface OnPlatform {
  readonly platform: Platform;
}
