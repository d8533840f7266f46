import type Docker from "dockerode";
import { grafanaImage, hasImage } from "../base-images.ts";
import { pullImage } from "../machine/images/pull.ts";
import { prepareMachine } from "../machine/machine.ts";
import type { CommandContext } from "./command.ts";
import { readSettings } from "./settings.ts";

/** Sees to a Docker engine and the base images, once the configuration is known to be right. */
export async function prepare({ docker, options, report }: CommandContext): Promise<void> {
  const settings = await readSettings(options);
  const { nodeImage, nginxImage, redisImage, prometheusImage } = settings;
  const isMonitored = settings.monitoring === "on";
  await prepareMachine({
    docker,
    report,
    baseImages: {
      node: nodeImage,
      nginx: nginxImage,
      redis: redisImage,
      ...(isMonitored && { prometheus: prometheusImage }),
    },
  });
  if (isMonitored) await fetchGrafana(docker, settings.grafanaImage ?? grafanaImage, report);
}

/** Where it cannot be had, the program says so and goes on without. */
async function fetchGrafana(
  docker: Docker,
  reference: string,
  report: (line: string) => void,
): Promise<void> {
  if (await hasImage(docker, reference)) return;
  await pullImage({ docker, reference, report, patienceMs: 10_000 });
}
