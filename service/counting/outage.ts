import type { EventEmitter } from "node:events";

/** How long the connection to Redis has been down. */
export interface Outage {
  /** Milliseconds; 0 while the connection is up. */
  forMs(): number;
}

/** Watches an ioredis client, or whatever else says `ready` and `close`. */
export function watchOutage(redis: EventEmitter & { readonly status: string }): Outage {
  let since: number | undefined = redis.status === "ready" ? undefined : performance.now();
  redis.on("ready", () => {
    since = undefined;
  });
  redis.on("close", () => {
    since ??= performance.now();
  });
  return { forMs: () => (since === undefined ? 0 : performance.now() - since) };
}
