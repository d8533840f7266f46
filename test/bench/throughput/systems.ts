import type Docker from "dockerode";
import type { SystemName } from "./contenders.ts";
import { startPeer } from "./peer-system.ts";
import { type PeerName, peers } from "./peers.ts";
import type { System } from "./system.ts";
import { deployTally, type TallySystem } from "./tally-system.ts";

export interface SystemsArgs {
  readonly docker: Docker;
  readonly wanted: ReadonlySet<SystemName>;
  /** How many counters are stored where there are many. */
  readonly counters: number;
  readonly signal: AbortSignal;
}

/** All that is started for a run. */
export interface Systems {
  /** @throws Error of one that was not wanted */
  get(name: SystemName): System;
  readonly tally: TallySystem;
  /** How many counters of the benchmark's a system holds. */
  countersOf(name: SystemName): number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts them one after the other; Tally as it is deployed by default is always among them. */
export async function startSystems({ docker, wanted, counters, signal }: SystemsArgs): Promise<Systems> {
  const started = new Map<SystemName, System>();
  const countersOf = (name: SystemName) => (name === "tally-many" ? counters : 1);
  const dispose = async () => {
    await Promise.all([...started.values()].map((system) => system.dispose()));
  };

  async function start(name: SystemName): Promise<System> {
    signal.throwIfAborted();
    console.error(
      name === "tally-many" ? `Starting ${name}, with ${counters} counters.` : `Starting ${name}.`,
    );
    if (!isTally(name)) return startPeer(docker, peers[name]);
    return deployTally({ counters: countersOf(name), prod: name === "tally-prod", signal });
  }

  try {
    const tally = (await start("tally")) as TallySystem;
    started.set("tally", tally);
    for (const name of wanted) if (!started.has(name)) started.set(name, await start(name));
    return {
      tally,
      countersOf,
      get(name) {
        const system = started.get(name);
        if (!system) throw new RangeError(`${name} was not started`);
        return system;
      },
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function isTally(name: SystemName): name is Exclude<SystemName, PeerName> {
  return name.startsWith("tally");
}
