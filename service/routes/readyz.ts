import type { Middleware } from "../context.ts";
import type { Drain } from "../drain.ts";
import { NotReady } from "../errors.ts";
import { withTimeLimit } from "../time-limit.ts";

export interface ReadyzArgs {
  /** Resolves when Redis answers. */
  readonly ping: () => Promise<unknown>;
  readonly drain: Drain;
  readonly release: string;
  readonly replica: string;
}

const pingLimitMs = 1000;

/** Says whether this replica should get traffic. */
export function readyz({ ping, drain, release, replica }: ReadyzArgs): Middleware {
  const body = JSON.stringify({ status: "ready", release, replica });

  return async function sayReady(ctx) {
    if (drain.begun) throw new NotReady("draining", "This replica is draining.");
    try {
      await withTimeLimit(ping(), pingLimitMs);
    } catch (error) {
      throw new NotReady("redis", "Redis does not answer.", { cause: error });
    }
    ctx.body = body;
    ctx.type = "json";
  };
}
