import { containerKind } from "./container-kind.ts";
import { imageKind } from "./image-kind.ts";
import { networkKind } from "./network-kind.ts";
import { processLimitsKind } from "./process-limits-kind.ts";
import type { ResourceKind } from "./resource.ts";
import { routesKind } from "./routes-kind.ts";
import { secretFilesKind } from "./secret-files-kind.ts";
import { volumeKind } from "./volume-kind.ts";

const kinds: Readonly<Record<string, ResourceKind>> = {
  "docker:index/container:Container": containerKind,
  "docker:index/image:Image": imageKind,
  "docker:index/network:Network": networkKind,
  "docker:index/volume:Volume": volumeKind,
  "pulumi-nodejs:dynamic/tally:ProcessLimits": processLimitsKind,
  "pulumi-nodejs:dynamic/tally:Routes": routesKind,
  "pulumi-nodejs:dynamic/tally:SecretFiles": secretFilesKind,
};

/** @throws Error for a type that the embedded engine cannot make */
export function kindOf(type: string): ResourceKind {
  const kind = kinds[type];
  if (kind !== undefined) return kind;
  throw new Error(
    `the embedded engine does not know the resource type ${type}; it knows ${Object.keys(kinds).join(", ")}`,
  );
}
