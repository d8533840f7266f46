import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where everything of a test process's Swarm is, by the process's id: what is left of a killed one is found by it. */
export interface BedNames {
  /** Holds the engines' storage, the registry's, and what both have written. */
  readonly directory: string;
  readonly bridge: string;
  /** Of this machine, on the bridge. */
  readonly address: string;
  readonly prefix: string;
}

const directoryPattern = /^tally-swarm-(\d+)$/;

export function bedNames(pid: number): BedNames {
  // A range for tests of networks, which no engine gives to its own.
  const network = `198.${18 + ((pid >> 8) & 1)}.${pid & 255}`;
  return {
    directory: join(tmpdir(), `tally-swarm-${pid}`),
    bridge: `tsw${pid}`,
    address: `${network}.1`,
    prefix: network,
  };
}

export function pidOfDirectory(name: string): number | undefined {
  const [, pid] = directoryPattern.exec(name) ?? [];
  return pid === undefined ? undefined : Number(pid);
}

export interface NodeNames {
  readonly name: string;
  readonly address: string;
  /** Its network namespace. */
  readonly namespace: string;
  /** The end of its cable on the bridge. */
  readonly cable: string;
  readonly directory: string;
  readonly cgroup: string;
}

export function nodeNames({ directory, bridge, prefix }: BedNames, number: number): NodeNames {
  const name = `${bridge}n${number}`;
  return {
    name,
    address: `${prefix}.${10 + number}`,
    namespace: name,
    cable: name,
    directory: join(directory, `node-${number}`),
    cgroup: name,
  };
}
