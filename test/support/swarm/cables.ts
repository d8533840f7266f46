import { runOnHost } from "../../faults/host.ts";
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

/** Pulls the cable, or puts it back. */
export async function plug({ cable }: NodeNames, state: "up" | "down"): Promise<void> {
  await runOnHost("ip", "link", "set", cable, state);
}

/** Removes what is there of all that. */
export async function removeCables({ bridge }: BedNames, nodes: readonly NodeNames[]): Promise<void> {
  const tried = [
    ...nodes.flatMap(({ namespace, cable }) => [
      ["ip", "link", "delete", cable],
      ["ip", "netns", "delete", namespace],
    ]),
    ["ip", "link", "delete", bridge],
    ...forwardRules(bridge).map((rule) => ["iptables", "--delete", "FORWARD", ...rule]),
  ];
  for (const [command = "", ...args] of tried) await runOnHost(command, ...args).catch(() => undefined);
}

function forwardRules(bridge: string): string[][] {
  return ["--in-interface", "--out-interface"].map((way) => [way, bridge, "--jump", "ACCEPT"]);
}
