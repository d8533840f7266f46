import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import type { Idempotency } from "../counting/counters.ts";
import { formatJson } from "./json.ts";

/**
 * What makes a request safe to repeat, where it asks for it. Callers with another key have
 * Idempotency-Keys of their own.
 *
 * @param payload what the request says, beside its method and path
 */
export function idempotencyOf(
  ctx: Context,
  headers: { readonly "Idempotency-Key"?: string | undefined },
  payload: unknown = null,
): { readonly idempotency?: Idempotency } {
  const given = headers["Idempotency-Key"]?.replaceAll('"', "");
  if (given === undefined) return {};
  const said = `${ctx.method} ${ctx.path}\n${formatJson(payload)}`;
  const fingerprint = createHash("sha256").update(said).digest("base64url");
  const { caller = "none" } = ctx.state;
  return { idempotency: { key: `${caller}:${given}`, fingerprint, byStranger: caller === "none" } };
}
