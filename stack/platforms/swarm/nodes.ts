import type Docker from "dockerode";

/** The labels that say what a node of a Swarm is for; replicas run on any node. */
export const nodeLabels = { redis: "tally.redis", proxy: "tally.proxy" } as const;

interface NodeInfo {
  readonly ID: string;
  readonly Spec: { readonly Labels?: Readonly<Record<string, string>> };
  readonly Status: { readonly Addr: string };
  readonly Description: { readonly Hostname: string; readonly Resources: { readonly NanoCPUs: number } };
}

export interface Nodes {
  /** The address of a node with a proxy. */
  readonly proxyAddress: string;
  /** How many processors the smallest node with a proxy has. */
  readonly proxyCpus: number;
  /** How many the largest node has. */
  readonly mostCpus: number;
}

/**
 * What the nodes of a Swarm are for.
 *
 * @param ownRedis whether the stack runs a Redis of its own
 * @throws Error that says how to label them, when they cannot run the stack
 */
export async function surveyNodes(docker: Docker, ownRedis: boolean): Promise<Nodes> {
  const nodes = (await docker.listNodes()) as NodeInfo[];
  const having = (label: string) => nodes.filter(({ Spec }) => Spec.Labels?.[label] === "true");
  const proxies = having(nodeLabels.proxy);
  const stores = having(nodeLabels.redis);
  if (proxies.length === 0) {
    throw new Error(
      `no node of the Swarm has the label ${nodeLabels.proxy}, so there is none for nginx to run on: ` +
        advise(nodeLabels.proxy),
    );
  }
  if (ownRedis && stores.length !== 1) {
    const found = stores.length === 0 ? "no node has it" : `${stores.map(hostname).join(", ")} have it`;
    throw new Error(
      `exactly one node of the Swarm must have the label ${nodeLabels.redis}, for Redis's data stay on it, ` +
        `and ${found}: ${advise(nodeLabels.redis)}`,
    );
  }
  return {
    proxyAddress: proxies[0]?.Status.Addr ?? "localhost",
    proxyCpus: Math.min(...proxies.map(cpus)),
    mostCpus: Math.max(...nodes.map(cpus)),
  };
}

function advise(label: string): string {
  return `docker node update --label-add ${label}=true NODE`;
}

function hostname({ Description }: NodeInfo): string {
  return Description.Hostname;
}

function cpus({ Description }: NodeInfo): number {
  return Description.Resources.NanoCPUs / 1e9;
}
