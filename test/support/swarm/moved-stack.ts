import { objectName } from "../../../stack/containers/names.ts";
import { testStackName } from "../abandoned-stacks.ts";
import { runOnHost } from "../host-programs.ts";
import { createPlatform } from "../platform.ts";
import type { SwarmNode } from "./node.ts";

/** A stack that has counted on one machine, and is down. */
export interface MovedStack {
  readonly stack: string;
  readonly visits: number;
  readonly votes: number;
  /** Takes its data to a node, as if that were the machine. */
  moveTo(node: SwarmNode): Promise<void>;
  dispose(): Promise<void>;
}

/** Deploys a stack on this machine, has it count, and takes it down. */
export async function countOnMachine(visits: number, votes: number): Promise<MovedStack> {
  const stack = testStackName();
  const platform = await createPlatform("embedded", { replicas: 1, gateWatch: 0 }, stack);
  try {
    await platform.must("up");
    const asked = [
      ...Array.from({ length: visits }, () => platform.fetch("/count")),
      ...Array.from({ length: votes }, () => platform.fetch("/vote", { method: "POST" })),
    ];
    for (const { status } of await Promise.all(asked))
      if (status !== 200) throw new Error(`status ${status}`);
    await platform.must("down");
  } catch (error) {
    await platform.dispose();
    throw error;
  }
  const Name = objectName(stack, "redis-data");
  return {
    stack,
    visits,
    votes,
    async moveTo(node) {
      const here = await platform.docker.getVolume(Name).inspect();
      await node.docker.createVolume({ Name });
      const there = await node.docker.getVolume(Name).inspect();
      await runOnHost("cp", "--archive", `${here.Mountpoint}/.`, there.Mountpoint);
    },
    dispose: platform.dispose,
  };
}
