import type { StackConfig } from "../config/config.ts";
import { redisHost } from "../redis/places.ts";
import { replicaContainerArgs } from "../replicas.ts";
import type { Survey } from "../survey/survey.ts";
import { contextDigest, projectPath } from "./build-context.ts";
import { type ReleaseSpec, releaseId, releaseSpec } from "./release.ts";

/** The release that the program is to run. */
export interface PlannedRelease {
  readonly id: string;
  readonly spec: ReleaseSpec;
  /** The image of a pinned release; the others are built. */
  readonly imageId?: string;
}

/** The pinned release, or the one that sources and configuration make. */
export function planRelease(config: StackConfig, { baseImages, pinned }: Survey): PlannedRelease {
  if (pinned !== undefined) return pinned;
  const spec = releaseSpec(config, config.redisHost ?? redisHost(config.stack));
  const container = replicaContainerArgs(
    { stack: config.stack, labels: {}, count: 1, release: "", spec, image: "", networks: [], secrets: "" },
    "",
  );
  const sources = [contextDigest(projectPath(".")), baseImages.node, JSON.stringify(container)];
  const id = releaseId(sources, spec, config.redisPassword);
  return { id, spec };
}
