import { z } from "zod";
import { jsonAnswer } from "../api/answers.ts";
import type { OperationDocument } from "../api/operation.ts";
import { documentRefusals } from "../api/refusals.ts";
import type { Middleware } from "../context.ts";
import { NotReady } from "../errors.ts";
import type { Drain } from "../server/drain.ts";
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

const readyJson = z.object({ status: z.literal("ready"), release: z.string(), replica: z.string() });

export const readyzDocument: OperationDocument = {
  tags: ["Health"],
  summary: "Ask whether the replica should get traffic",
  responses: { 200: jsonAnswer("It should.", readyJson), ...documentRefusals([500, 503]) },
};
