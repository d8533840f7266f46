import type Docker from "dockerode";
import type { StackConfig } from "../config/config.ts";
import type { EngineName } from "../containers/labels.ts";
import { type Survey, surveyEngine } from "../survey/survey.ts";
import { surveySwarm } from "./swarm/survey.ts";

/** Looks at what a stack is to run on. @throws Error as `surveyEngine` and `surveySwarm` */
export async function survey(docker: Docker, config: StackConfig, engine: EngineName): Promise<Survey> {
  const look = config.platform === "swarm" ? surveySwarm : surveyEngine;
  return await look(docker, config, engine);
}
