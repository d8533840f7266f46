import type Docker from "dockerode";
import { openContainer } from "../../../nginx/container.ts";
import { readProven } from "../../../nginx/switch.ts";
import { routedReplicas } from "../../../nginx/upstream.ts";
import { labelNames } from "../../containers/labels.ts";
import { objectName } from "../../containers/names.ts";
import { redisHost } from "../../redis/places.ts";

/**
 * Whether containers of a stack were stopped or removed behind Pulumi's back.
 * Its state does not show that, and an update without a refresh would find
 * nothing to do.
 */
export async function hasDrifted(docker: Docker, stack: string): Promise<boolean> {
  const filters = { label: [`${labelNames.stack}=${stack}`, labelNames.role] };
  const containers = await docker.listContainers({ all: true, filters });
  if (containers.length === 0) return false;
  if (containers.some(({ State }) => State !== "running")) return true;
  const names = new Set(containers.map(({ Names }) => Names[0]?.slice(1)));
  const routes = (await readProven(openContainer(docker, objectName(stack, "proxy")))) ?? "";
  const expected = [objectName(stack, "proxy"), ...routedReplicas(routes)];
  if (await usesOwnRedis(docker, containers)) expected.push(redisHost(stack));
  return expected.some((name) => !names.has(name));
}

async function usesOwnRedis(docker: Docker, containers: readonly Docker.ContainerInfo[]): Promise<boolean> {
  const replica = containers.find(({ Labels }) => Labels[labelNames.role] === "service");
  if (replica === undefined) return false;
  const { Config } = await docker.getContainer(replica.Id).inspect();
  return Config.Env.includes(`REDIS_HOST=${redisHost(replica.Labels[labelNames.stack] ?? "")}`);
}
