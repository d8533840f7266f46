import type Docker from "dockerode";
import { findBaseImage } from "../../../stack/base-images.ts";
import { labelNames } from "../../../stack/containers/labels.ts";
import type { TallySystem } from "./tally-system.ts";
import { readUsage } from "./usage.ts";

const megabyte = 1e6;

/** What all containers of the stack hold in memory, in megabytes. */
export async function readMemory(docker: Docker, { parts }: TallySystem): Promise<number> {
  const usages = await Promise.all(parts.map(({ id }) => readUsage(docker, id)));
  return usages.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) / megabyte;
}

/** What the service's image has beyond the image that it is built from, in megabytes. */
export async function readImageGrowth(docker: Docker, { parts }: TallySystem): Promise<number> {
  const replica = parts.find(({ role }) => role === "replica");
  const { Image } = await docker.getContainer(replica?.id ?? "").inspect();
  const [service, base] = await Promise.all(
    [Image, await findBaseImage(docker, "node")].map((name) => docker.getImage(name).inspect()),
  );
  if (!service?.Config.Labels?.[labelNames.release]) throw new Error(`${Image} is not the service's image`);
  return (service.Size - (base?.Size ?? 0)) / megabyte;
}
