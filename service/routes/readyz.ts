import { ReplyError } from "ioredis";
import { z } from "zod";
import { jsonAnswer } from "../api/answers.ts";
import type { OperationDocument } from "../api/operation.ts";
import { documentRefusals } from "../api/refusals.ts";
import type { Middleware } from "../context.ts";
import { NotReady } from "../errors.ts";
import { probeHeader } from "../middleware/hit-weight.ts";
import type { Drain } from "../server/drain.ts";
import { withTimeLimit } from "../time-limit.ts";

export interface ReadyzArgs {
  /** Resolves when Redis answers. */
  readonly ping: () => Promise<unknown>;
  /** Resolves when Redis takes writes, too. */
  readonly tryWrite: () => Promise<unknown>;
  readonly drain: Drain;
  readonly release: string;
  readonly replica: string;
}

const answerLimitMs = 1000;

/**
 * Says whether this replica should get traffic. To the gate, which asks before it gets
 * any, it must be able to count as well.
 */
export function readyz({ ping, tryWrite, drain, release, replica }: ReadyzArgs): Middleware {
  const body = JSON.stringify({ status: "ready", release, replica });

  return async function sayReady(ctx) {
    if (drain.begun) throw new NotReady("draining", "This replica is draining.");
    try {
      await withTimeLimit(ctx.get(probeHeader) === "gate" ? tryWrite() : ping(), answerLimitMs);
    } catch (error) {
      throw new NotReady("redis", complaint(error), { cause: error });
    }
    ctx.body = body;
    ctx.type = "json";
  };
}

/** Of what Redis says, its code: the rest may name users and hosts. */
function complaint(error: unknown): string {
  if (!(error instanceof ReplyError)) return "Redis does not answer.";
  const [code] = (error as Error).message.split(" ", 1);
  return `Redis answers ${code}.`;
}

const readyJson = z.object({ status: z.literal("ready"), release: z.string(), replica: z.string() });

export const readyzDocument: OperationDocument = {
  tags: ["Health"],
  summary: "Ask whether the replica should get traffic",
  responses: { 200: jsonAnswer("It should.", readyJson), ...documentRefusals([500, 503]) },
};
