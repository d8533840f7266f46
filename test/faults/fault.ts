import type { Platform } from "../support/platform.ts";

/** What can happen to a stack, and how it ends. */
export interface Fault {
  readonly name: string;
  /**
   * Makes it happen.
   *
   * @returns what ends it, where that needs a hand: what nobody mends is no test of a recovery
   * @throws Error when it did not happen after all
   */
  strike(platform: Platform): Promise<End | undefined>;
  /** How long it goes on before it is ended, in milliseconds; 0 where it is over at once. */
  readonly lastsMs: number;
  /** Whether the proxy is dead meanwhile, and with it the page. */
  readonly stopsProxy?: boolean;
  /** Whether something in a replica's container fills its memory on purpose. */
  readonly fillsMemory?: boolean;
}

export type End = () => Promise<void>;
