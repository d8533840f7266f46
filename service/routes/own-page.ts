import type { Context } from "../context.ts";
import { RequestError } from "../errors.ts";

/**
 * Voters are known by where they ask from, so any page that they look at could vote for
 * them. A browser says whose page it is; what is no browser says nothing.
 *
 * @throws RequestError 403 where it is another's page
 */
export function requireOwnPage(ctx: Context): void {
  const site = ctx.get("Sec-Fetch-Site");
  const isOwn = site === "" ? isOwnOrigin(ctx) : site === "same-origin" || site === "none";
  if (!isOwn) throw new RequestError(403, "Only Tally's own page may vote for those who look at it.");
}

/** For browsers over plain http. Any page can make them write null, so that is nobody's. */
function isOwnOrigin(ctx: Context): boolean {
  const origin = ctx.get("Origin");
  return origin === "" || URL.parse(origin)?.host === ctx.get("Host");
}
