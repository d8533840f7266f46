import { openContainer } from "../../../nginx/container.ts";
import type { SwarmNode } from "./node.ts";

interface TaskInfo {
  readonly NodeID?: string;
  readonly Status: { readonly State: string };
}

/** How many tasks of a service run on nodes that the manager takes for ready. */
export async function countRunning({ docker }: SwarmNode, service: string): Promise<number> {
  const nodes: { ID: string; Status?: { State: string } }[] = await docker.listNodes();
  const ready = new Set(nodes.filter(({ Status }) => Status?.State === "ready").map(({ ID }) => ID));
  const filters = JSON.stringify({ service: [service], "desired-state": ["running"] });
  const tasks = (await docker.listTasks({ filters })) as TaskInfo[];
  return tasks.filter(({ NodeID = "", Status }) => Status.State === "running" && ready.has(NodeID)).length;
}

/** Runs a shell script in the container of a service's that is on a node. */
export async function runInTask({ docker }: SwarmNode, service: string, script: string): Promise<string> {
  const filters = { label: [`com.docker.swarm.service.name=${service}`] };
  const [container] = await docker.listContainers({ filters });
  if (container === undefined) throw new Error(`no container of ${service} runs there`);
  const { exitCode, output } = await openContainer(docker, container.Id).run(script);
  if (exitCode !== 0) throw new Error(output);
  return output;
}

/** Makes a stack's service without any state that knows it; none of its tasks can run. */
export async function leaveService({ docker }: SwarmNode, stack: string): Promise<void> {
  await docker.createService({
    Name: `tally-${stack}-service`,
    Labels: { "tally.stack": stack },
    TaskTemplate: { ContainerSpec: { Image: "never.made:1" } },
    EndpointSpec: { Mode: "dnsrr" },
  });
}
