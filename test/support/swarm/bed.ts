import { readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../../../stack/process-alive.ts";
import { runOnHost } from "../host-programs.ts";
import { until } from "../until.ts";
import { layBridge, removeCables } from "./cables.ts";
import { type BedNames, bedNames, nodeNames, pidOfDirectory } from "./names.ts";
import { createNode, pidFile, type SwarmNode } from "./node.ts";
import { type Registry, removeTrust, startRegistry } from "./registry.ts";

/** A Swarm of three engines on this machine; the first is its manager. */
export interface SwarmBed {
  readonly nodes: readonly [SwarmNode, SwarmNode, SwarmNode];
  readonly registry: Registry;
  /** What the manager thinks of a node: `ready` or `down`. */
  stateOf(node: SwarmNode): Promise<string>;
  /** Whether a node may have tasks. */
  setAvailability(node: SwarmNode, availability: "active" | "drain"): Promise<void>;
  dispose(): Promise<void>;
}

const nodeCount = 3;

export async function createSwarmBed(): Promise<SwarmBed> {
  await removeAbandonedBeds();
  const names = bedNames(process.pid);
  try {
    await layBridge(names);
    const registering = startRegistry(join(names.directory, "registry"), names.address);
    const nodes = await Promise.all(numbers().map((number) => addNode(names, number)));
    const [first, second, third] = nodes;
    if (!first || !second || !third) throw new Error(`there are ${nodes.length} nodes`);
    const registry = await registering;
    await form(nodes);
    await Promise.all(nodes.map((node) => label(first, node, "tally.proxy")));
    await label(first, second, "tally.redis");
    return {
      nodes: [first, second, third],
      registry,
      stateOf: async (node) => (await inspectNode(first, node)).Status?.State ?? "unknown",
      setAvailability: (node, availability) =>
        docker(first, "node", "update", "--availability", availability, node.name),
      dispose: () => removeBed(names),
    };
  } catch (error) {
    await removeBed(names);
    throw error;
  }
}

async function addNode(names: BedNames, number: number): Promise<SwarmNode> {
  const node = nodeNames(names, number);
  const created = createNode(names, node);
  await created.start();
  return created;
}

async function form([manager, ...workers]: readonly SwarmNode[]): Promise<void> {
  if (manager === undefined) return;
  // In a range of its own: engines refuse networks that the machine has a way to.
  const pool = { DefaultAddrPool: ["10.160.0.0/12"], SubnetSize: 24 };
  await manager.docker.swarmInit({ AdvertiseAddr: manager.address, ListenAddr: "0.0.0.0:2377", ...pool });
  const { JoinTokens } = await manager.docker.swarmInspect();
  await Promise.all(
    workers.map((worker) =>
      worker.docker.swarmJoin({
        AdvertiseAddr: worker.address,
        ListenAddr: "0.0.0.0:2377",
        RemoteAddrs: [`${manager.address}:2377`],
        JoinToken: JoinTokens.Worker,
      }),
    ),
  );
  // A node is listed before it has said what it is called.
  const isReady = async (node: SwarmNode) => (await inspectNode(manager, node)).Status?.State === "ready";
  for (const node of [manager, ...workers]) await until(() => isReady(node), 60_000);
}

async function label(manager: SwarmNode, node: SwarmNode, name: string): Promise<void> {
  await docker(manager, "node", "update", "--label-add", `${name}=true`, node.name);
}

async function docker({ host }: SwarmNode, ...args: string[]): Promise<void> {
  await runOnHost("docker", "--host", host, ...args);
}

async function inspectNode(manager: SwarmNode, { name }: SwarmNode): Promise<{ Status?: { State: string } }> {
  const nodes: { Description?: { Hostname?: string }; Status?: { State: string } }[] =
    await manager.docker.listNodes();
  return nodes.find(({ Description }) => Description?.Hostname === name) ?? {};
}

/** What test processes have left that were killed. */
async function removeAbandonedBeds(): Promise<void> {
  const pids = (await readdir(tmpdir())).flatMap((name) => pidOfDirectory(name) ?? []);
  for (const pid of pids.filter((each) => !isAlive(each))) await removeBed(bedNames(pid));
}

async function removeBed(names: BedNames): Promise<void> {
  const nodes = numbers().map((number) => nodeNames(names, number));
  await Promise.all(
    [...nodes.map(({ directory }) => directory), join(names.directory, "registry")].map(endIn),
  );
  for (const { cgroup } of nodes) {
    await until(() => removeCgroup(cgroup), 20_000);
  }
  await removeCables(names, nodes);
  await removeTrust(names.address);
  await rm(names.directory, { recursive: true, force: true, maxRetries: 5 });
}

/** Processes leave it some time after they have been killed. */
async function removeCgroup(cgroup: string): Promise<boolean> {
  const script = `find /sys/fs/cgroup -depth -type d -path "*/${cgroup}*" -exec rmdir {} +`;
  return await runOnHost("sh", "-c", script).then(
    () => true,
    () => false,
  );
}

/** Ends what runs for a directory. */
async function endIn(directory: string): Promise<void> {
  const pid = Number(await readFile(join(directory, pidFile), "utf8").catch(() => ""));
  if (pid === 0 || !isAlive(pid)) return;
  process.kill(pid, "SIGKILL");
  await until(() => !isAlive(pid), 10_000);
}

function numbers(): number[] {
  return Array.from({ length: nodeCount }, (_, index) => index + 1);
}
