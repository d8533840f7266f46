import type Docker from "dockerode";
import { ownerKeyVariable } from "../secrets/secret-plan.ts";
import { readFile } from "../secrets/write-files.ts";
import { readServing } from "./serving.ts";
import { listStackContainers } from "./stack-containers.ts";

/**
 * The owner key that the serving release knows, from the volume of the stack's secrets.
 *
 * @throws Error when the stack is not up, or runs a release without one
 */
export async function loadOwnerKey(docker: Docker, stack: string): Promise<string> {
  const replicas = (await listStackContainers(docker, stack)).filter(({ role }) => role === "service");
  const serving = await readServing(docker, stack);
  const replica = replicas.find(({ release }) => release === serving) ?? replicas[0];
  if (replica === undefined) {
    throw new Error(`stack "${stack}" is not up; npm run up -- --stack ${stack} takes it there`);
  }
  const container = docker.getContainer(replica.id);
  const { Config } = await container.inspect();
  const given = Config.Env.find((line) => line.startsWith(`${ownerKeyVariable}=`));
  if (given === undefined) throw new Error(`release ${replica.release} of stack "${stack}" has no owner key`);
  const key = await readFile(container, given.slice(ownerKeyVariable.length + 1));
  if (key) return key;
  throw new Error(`the owner key of stack "${stack}" is gone; npm run up -- --stack ${stack} makes it again`);
}
