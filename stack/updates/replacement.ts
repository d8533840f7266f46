import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { isNotFound } from "../containers/docker.ts";
import { labelNames } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";
import { endStreams } from "../routes/streams.ts";
import { repeatWhileStopping } from "./stopping.ts";

/** The digest of what a container cannot change while it runs; a label on it remembers. */
export function fixedDigest(fixed: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(fixed)).digest("hex").slice(0, 16);
}

/**
 * Says before anything happens, in a preview too, that an update has to replace
 * the proxy: the one update during which nothing is served for a moment. Sees to
 * it that open streams do not make a minute of it.
 */
export async function prepareProxyReplacement(docker: Docker, stack: string, digest: string): Promise<void> {
  const proxy = objectName(stack, "proxy");
  if (!(await isReplaced(docker, proxy, digest))) return;
  await pulumi.log.warn(
    "This update replaces the proxy's container, because its image, port, address or processors change. " +
      "Requests are refused until the new one listens, usually for one to a few seconds.",
  );
  if (pulumi.runtime.isDryRun()) return;
  await repeatWhileStopping(docker, proxy, () => endStreams(docker, stack));
}

/** Says the same of Redis, whose data stay on their volume. */
export async function warnOfRedisReplacement(docker: Docker, stack: string, digest: string): Promise<void> {
  if (!(await isReplaced(docker, objectName(stack, "redis"), digest))) return;
  await pulumi.log.warn(
    "This update replaces Redis's container, because its image, settings or memory change. The counts stay; " +
      "counting pauses until the new one has loaded them, usually for one to a few seconds.",
  );
}

async function isReplaced(docker: Docker, name: string, digest: string): Promise<boolean> {
  try {
    const { Config } = await docker.getContainer(name).inspect();
    return Config.Labels[labelNames.fixed] !== digest;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
