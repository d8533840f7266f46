import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { isNotFound } from "./docker.ts";
import { labelNames } from "./labels.ts";
import { objectName } from "./names.ts";
import { endStreams } from "./routes/streams.ts";
import { repeatWhileStopping } from "./stopping.ts";

/** The digest of what a proxy's container cannot change while it runs; a label on it remembers. */
export function fixedDigest(fixed: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(fixed)).digest("hex").slice(0, 16);
}

/**
 * Says before anything happens, in a preview too, that an update has to replace
 * the proxy: the one update during which nothing is served for a moment. Sees to
 * it that open streams do not make a minute of it.
 */
export async function prepareReplacement(docker: Docker, stack: string, digest: string): Promise<void> {
  const running = await readDigest(docker, objectName(stack, "proxy"));
  if (running === undefined || running === digest) return;
  await pulumi.log.warn(
    "This update replaces the proxy's container, because its image, port, address or processors change. " +
      "Requests are refused until the new one listens, usually for one to a few seconds.",
  );
  if (pulumi.runtime.isDryRun()) return;
  await repeatWhileStopping(docker, objectName(stack, "proxy"), () => endStreams(docker, stack));
}

async function readDigest(docker: Docker, name: string): Promise<string | undefined> {
  try {
    const { Config } = await docker.getContainer(name).inspect();
    return Config.Labels[labelNames.fixed];
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
