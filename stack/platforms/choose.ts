import type { StackConfig } from "../config/config.ts";
import type { Labels } from "../containers/labels.ts";
import type { Survey } from "../survey/survey.ts";
import { machine } from "./machine.ts";
import type { Platform } from "./platform.ts";
import { createSwarm } from "./swarm/swarm.ts";

export function choosePlatform(config: StackConfig, labels: Labels, { forcedUpdates }: Survey): Platform {
  return config.platform === "swarm"
    ? createSwarm({ config, labels, forcedUpdates: forcedUpdates ?? new Map() })
    : machine;
}
