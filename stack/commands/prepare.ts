import { parseStackConfig } from "../config.ts";
import { prepareMachine } from "../machine/machine.ts";
import { loadSealedValues } from "../stack-file.ts";
import type { CommandContext } from "./command.ts";

/** Sees to a Docker engine and the base images. */
export async function prepare({ docker, options, report }: CommandContext): Promise<void> {
  const { values } = await loadSealedValues(options.stack);
  const given = Object.fromEntries(options.config.map((setting) => splitSetting(setting)));
  const { nodeImage, nginxImage, redisImage } = parseStackConfig(options.stack, { ...values, ...given });
  await prepareMachine({
    docker,
    report,
    baseImages: { node: nodeImage, nginx: nginxImage, redis: redisImage },
  });
}

function splitSetting(setting: string): [string, string] {
  const at = setting.indexOf("=");
  if (at < 1) throw new Error(`"--config ${setting}" must have the form key=value`);
  const key = setting.slice(0, at);
  return [key.includes(":") ? key : `tally:${key}`, setting.slice(at + 1)];
}
