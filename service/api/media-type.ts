import type { Context } from "../context.ts";
import { RequestError } from "../errors.ts";

/** @throws RequestError 415 where the body is not one of these media types in plain UTF-8 */
export function requireMediaType(ctx: Context, allowed: readonly string[]): void {
  const { type, charset } = ctx.request;
  const encoding = ctx.get("Content-Encoding") || "identity";
  if (!allowed.includes(type.toLowerCase())) refuse(`The body must be ${allowed.join(" or ")}.`);
  if (!/^(utf-?8)?$/i.test(charset)) refuse("The body must be in UTF-8.");
  if (encoding.toLowerCase() !== "identity") refuse("The body must not be compressed.");

  function refuse(message: string): never {
    throw new RequestError(415, message, { Accept: allowed.join(", ") });
  }
}
