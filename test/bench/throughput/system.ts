/** A container of a system, and what it is there for. */
export interface Part {
  readonly id: string;
  readonly role: "proxy" | "replica" | "redis" | "other";
}

/** Something that runs and can be asked, by way of its proxy's own network. */
export interface System {
  /** The container in whose network the load is made. */
  readonly proxy: string;
  /** As it is seen there. */
  readonly origin: string;
  readonly parts: readonly Part[];
  /** How much is counted by now; undefined where nothing is held to be exact. */
  counted(what: "visits" | "total_visitors" | "counters"): Promise<number>;
  redis?(...args: string[]): Promise<string>;
  dispose(): Promise<void>;
}
