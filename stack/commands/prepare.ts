import { prepareMachine } from "../machine/machine.ts";
import type { CommandContext } from "./command.ts";
import { readSettings } from "./settings.ts";

/** Sees to a Docker engine and the base images, once the configuration is known to be right. */
export async function prepare({ docker, options, report }: CommandContext): Promise<void> {
  const { nodeImage, nginxImage, redisImage } = await readSettings(options);
  await prepareMachine({
    docker,
    report,
    baseImages: { node: nodeImage, nginx: nginxImage, redis: redisImage },
  });
}
