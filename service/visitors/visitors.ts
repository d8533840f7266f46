import { hash } from "node:crypto";
import type { Salts } from "./salts.ts";

/** What is kept of a hash: sixteen bytes, each in two digits. */
const hashDigits = 32;

/** Tells visitors apart without knowing them: no cookie, and no address is kept. */
export interface Visitors {
  /** The same for one visitor all day, on every replica; undefined while nobody can know. */
  visitorOf(address: string, userAgent: string): Promise<string | undefined>;
  /** @throws what Redis says while it is away */
  voterOf(address: string, userAgent: string): Promise<string>;
}

export interface VisitorsArgs {
  readonly salts: Salts;
}

export function createVisitors({ salts }: VisitorsArgs): Visitors {
  return {
    async visitorOf(address, userAgent) {
      try {
        return digest(await salts.ofToday(), address, userAgent);
      } catch {
        // To count the hit matters more than to know whose it was.
        return undefined;
      }
    },
    async voterOf(address, userAgent) {
      return digest(await salts.ofVotes(), address, userAgent);
    },
  };
}

/**
 * No length is to be extended here, so the salt needs no HMAC, which takes twice as long. As a text
 * the hash is cheaper than as a buffer with memory of its own; the one below is cut from Node's pool.
 */
function digest(salt: string, address: string, userAgent: string): string {
  const digits = hash("sha256", `${salt}\n${address}\n${userAgent}`).slice(0, hashDigits);
  return Buffer.from(digits, "hex").toString("base64url");
}
