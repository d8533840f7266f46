import { connect as connectTcp, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { AbstractConnector, Redis, type RedisOptions } from "ioredis";

/**
 * What every key begins with in a Cluster. Keys that have the same in braces are in one
 * slot and so on one node: a batch writes several of them at once.
 */
export const clusterPrefix = "{tally}:";

interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Connects to the node of a Cluster that has Tally's keys at the moment. Any node can say
 * which one that is; those of the last answer are asked as well, for the first may be gone.
 */
export class ClusterConnector extends AbstractConnector {
  readonly #options: RedisOptions;
  #known: readonly Address[] = [];

  constructor(options: unknown) {
    super((options as RedisOptions).disconnectTimeout ?? 0);
    this.#options = options as RedisOptions;
  }

  /** Asks until a node answers; each failure is reported. */
  override async connect(report: (event: string, error: Error) => void): Promise<Socket> {
    this.connecting = true;
    const { tls } = this.#options;
    const { host, port } = await this.#findMaster(report);
    const stream = tls ? connectTls({ host, port, ...tls }) : connectTcp({ host, port });
    stream.once("error", (error) => {
      this.firstError = error;
    });
    this.stream = stream;
    return stream;
  }

  async #findMaster(report: (event: string, error: Error) => void): Promise<Address> {
    for (let attempt = 1; ; attempt += 1) {
      for (const address of [this.#seed, ...this.#known]) {
        try {
          const master = await this.#ask(address);
          if (this.connecting) return master;
        } catch (error) {
          report("error", error as Error);
        }
        if (!this.connecting) throw new Error("Connection is closed.");
      }
      await sleep(this.#options.retryStrategy?.(attempt) ?? 0);
    }
  }

  get #seed(): Address {
    const { host = "localhost", port = 6379 } = this.#options;
    return { host, port };
  }

  async #ask(address: Address): Promise<Address> {
    const { username, password, tls, connectTimeout, socketTimeout } = this.#options;
    const node = new Redis({
      ...address,
      ...{ username, password, tls, connectTimeout, socketTimeout },
      lazyConnect: true,
      // One that is loading its data knows who has the keys meanwhile.
      enableReadyCheck: false,
      retryStrategy: () => null,
    });
    // What fails is thrown as well.
    node.on("error", () => {});
    try {
      await node.connect();
      const [info, slot, slots] = await Promise.all([
        node.cluster("INFO"),
        node.cluster("KEYSLOT", clusterPrefix),
        node.cluster("SLOTS"),
      ]);
      // The others may have gone on without it.
      if (!info.includes("cluster_state:ok")) throw new Error("CLUSTERDOWN the node has lost its Cluster");
      const shards = slots.map(([first, last, ...nodes]) => ({
        has: first <= slot && slot <= last,
        // Left out, it is where the node was asked.
        nodes: nodes.map(([host, port]) => ({ host: host || address.host, port })),
      }));
      const master = shards.find(({ has }) => has)?.nodes[0];
      if (master === undefined) throw new Error(`CLUSTERDOWN no node has the slot ${slot}`);
      this.#known = shards.flatMap(({ nodes }) => nodes);
      return master;
    } finally {
      node.disconnect();
    }
  }
}
