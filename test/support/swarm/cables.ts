import { runOnHost } from "../host-programs.ts";
import type { BedNames, NodeNames } from "./names.ts";

/** A bridge of this machine, which every node has a cable to. */
export async function layBridge({ bridge, address }: BedNames): Promise<void> {
  await runOnHost("ip", "link", "add", bridge, "type", "bridge");
  await runOnHost("ip", "address", "add", `${address}/24`, "dev", bridge);
  await runOnHost("ip", "link", "set", bridge, "up");
  // Docker lets nothing through this machine that is not its own.
  for (const rule of forwardRules(bridge)) await runOnHost("iptables", "--insert", "FORWARD", ...rule);
}

/** A network namespace with a cable to the bridge. */
export async function layCable({ bridge, address: gateway }: BedNames, node: NodeNames): Promise<void> {
  const { namespace, cable, address } = node;
  await runOnHost("ip", "netns", "add", namespace);
  await runOnHost("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", namespace);
  await runOnHost("ip", "link", "set", cable, "master", bridge, "up");
  const inside = (...args: string[]) => runOnHost("ip", "-netns", namespace, ...args);
  await inside("address", "add", `${address}/24`, "dev", "eth0");
  await inside("link", "set", "eth0", "up");
  await inside("link", "set", "lo", "up");
  await inside("route", "add", "default", "via", gateway);
}

/** Pulls a cable: nobody is told that the node is gone. */
export async function pullCable({ cable }: NodeNames): Promise<void> {
  await runOnHost("ip", "link", "set", cable, "down");
}

/** Removes a cable and its namespace, with all that the node's engine has set up there. */
export async function removeCable({ cable, namespace }: NodeNames): Promise<void> {
  await runOnHost("ip", "link", "delete", cable).catch(() => undefined);
  await runOnHost("ip", "netns", "delete", namespace).catch(() => undefined);
}

/** Removes what is there of all that. */
export async function removeCables({ bridge }: BedNames, nodes: readonly NodeNames[]): Promise<void> {
  for (const node of nodes) await removeCable(node);
  await runOnHost("ip", "link", "delete", bridge).catch(() => undefined);
  for (const rule of forwardRules(bridge)) {
    await runOnHost("iptables", "--delete", "FORWARD", ...rule).catch(() => undefined);
  }
}

function forwardRules(bridge: string): string[][] {
  return ["--in-interface", "--out-interface"].map((way) => [way, bridge, "--jump", "ACCEPT"]);
}
