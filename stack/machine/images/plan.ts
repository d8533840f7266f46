import { type BaseImageName, baseImages } from "../../base-images.ts";
import type { Host } from "../host.ts";
import type { PullResult } from "./pull.ts";

/** A base image and where it comes from: the configuration, or Tally's own choice where it names none. */
export interface BaseImageSource {
  readonly name: BaseImageName;
  readonly configured: string | undefined;
}

/** The images of which one must be there, the one to pull last. */
export function candidates({ name, configured }: BaseImageSource): string[] {
  if (configured !== undefined) return [configured];
  const { madeHere, official } = baseImages[name];
  return [madeHere, official];
}

export function pullReference({ name, configured }: BaseImageSource): string {
  return configured ?? baseImages[name].official;
}

/** Whether this machine can make a base image from Debian packages where none can be pulled. */
export function canMake({ configured }: BaseImageSource, host: Host): boolean {
  return configured === undefined && host.platform === "linux" && host.debian && host.root;
}

/**
 * What follows from a pull.
 *
 * @throws Error that names the image and its configuration key where only the user can help
 */
export function planAfterPull(source: BaseImageSource, result: PullResult, host: Host): "ready" | "make" {
  if (result.kind === "pulled") return "ready";
  if (result.kind === "unreachable" && canMake(source, host)) return "make";
  const reference = pullReference(source);
  const key = `tally:${source.name}Image`;
  const advice =
    source.configured !== undefined
      ? `${key} names it; where it needs a login, "docker pull ${reference}" first`
      : `set ${key} to an image that can be pulled here${result.kind === "unreachable" ? ", or run this as root on Debian or Ubuntu to make one from packages" : ""}`;
  throw new Error(`The image ${reference} could not be pulled (${result.reason}): ${advice}.`);
}
