import * as pulumi from "@pulumi/pulumi";
import type { OnPlatform } from "../platforms/platform.ts";
import { buildProxies, ignoredProxies } from "./build-proxies.ts";
import { extraCertificates } from "./extra-ca.ts";
import type { PlannedRelease } from "./plan.ts";
import { releaseRepository } from "./stored-release.ts";

export interface ServiceImageArgs extends OnPlatform {
  readonly stack: string;
  readonly baseImage: string;
  readonly release: PlannedRelease;
}

/**
 * The id of a release's image: of the one that is kept when the release is
 * pinned, otherwise of one built from the sources. It carries the release's
 * settings, so that going back to it later brings back those as well.
 */
export function serviceImage({
  platform,
  stack,
  baseImage,
  release,
}: ServiceImageArgs): pulumi.Output<string> {
  if (release.imageId !== undefined) return pulumi.output(release.imageId);
  return platform.image(
    `service-image-${release.id}`,
    {
      repository: releaseRepository(stack),
      tag: release.id,
      context: ".",
      dockerfile: "service/Dockerfile",
      args: {
        BASE_IMAGE: baseImage,
        EXTRA_CA: extraCertificates(),
        STACK: stack,
        RELEASE: release.id,
        SPEC: JSON.stringify(release.spec),
      },
      secretArgs: buildProxies(),
    },
    // They depend on the shell that runs the update and are no part of the release.
    { ignoreChanges: ["build.args.EXTRA_CA", ...ignoredProxies] },
  );
}
