import type Docker from "dockerode";
import { findBaseImage } from "../../../stack/base-images.ts";
import { createOptions } from "../../../stack/engines/embedded/container-options.ts";
import { redisContainerArgs } from "../../../stack/redis.ts";
import { packContext, projectPath } from "../../../stack/release/build-context.ts";
import { until } from "../../support/until.ts";

/**
 * Starts the Redis of a stack, and nothing else of it, on volumes of its own.
 *
 * @param dataMegabytes makes that of its data no larger; what is in it is gone when Redis ends
 */
export async function startOwnRedis(
  docker: Docker,
  stack: string,
  dataMegabytes?: number,
): Promise<Docker.ContainerInspectInfo> {
  const [image, data, secrets] = ["redis:test", "redis-data", "secrets"].map(
    (part) => `tally-${stack}-${part}`,
  );
  const baseImage = await findBaseImage(docker, "redis");
  const build = await docker.buildImage(packContext(projectPath("stack/redis")), {
    version: "2",
    t: image ?? "",
    buildargs: { BASE_IMAGE: baseImage },
  });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(build, (error) => (error ? reject(error) : resolve()));
  });
  const Labels = { "tally.stack": stack };
  const small = { type: "tmpfs", device: "tmpfs", o: `size=${dataMegabytes}m,uid=10001,gid=10001` };
  await docker.createVolume({
    ...{ Name: data ?? "", Labels },
    ...(dataMegabytes !== undefined && { DriverOpts: small }),
  });
  await docker.createVolume({ Name: secrets ?? "", Labels });
  const args = {
    stack,
    labels: {},
    baseImage,
    memoryMegabytes: 128,
    fsync: "always" as const,
    network: "none",
    secrets: secrets ?? "",
  };
  const options = createOptions(redisContainerArgs(args, image ?? "", data ?? ""));
  const container = await docker.createContainer({ ...options, Labels });
  await container.start();
  await until(async () => (await container.inspect()).State.Health?.Status === "healthy", 20_000);
  return await container.inspect();
}
