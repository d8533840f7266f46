import type { Context, Middleware } from "../context.ts";
import { type AddressRange, isInRanges } from "../visitors/address-range.ts";
import { callsItselfBot, isBot } from "../visitors/bots.ts";
import { clientAddress } from "../visitors/client-address.ts";

// Sec-Purpose is the standard's name; the others are what browsers sent before it.
const purposeHeaders = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];
/** Of who asks as visitors do, only to see whether they would be answered. */
export const probeHeader = "X-Tally-Probe";

/** Whose requests count. */
export interface HitWeightArgs {
  readonly countBots?: boolean;
  readonly countPrefetches?: boolean;
  readonly ignoredAddresses?: readonly AddressRange[];
}

/** Decides whether a request counts: a look at the headers does not, nor does a browser's guess. */
export function hitWeight(args: HitWeightArgs = {}): Middleware {
  const { countBots = false, countPrefetches = false, ignoredAddresses = [] } = args;

  function counts(ctx: Context): boolean {
    return (
      ctx.method !== "HEAD" &&
      ctx.get(probeHeader) === "" &&
      (countPrefetches || !isPrefetch(ctx)) &&
      (countBots || !isFromBot(ctx)) &&
      !isInRanges(ignoredAddresses, clientAddress(ctx) ?? "")
    );
  }

  return function weigh(ctx, next) {
    ctx.state.weight = counts(ctx) ? 1n : 0n;
    return next();
  };
}

/** Whether a browser asks because of a guess, and not for somebody who looks. */
export function isPrefetch(ctx: Context): boolean {
  return purposeHeaders.some((header) => /prefetch|preview|prerender/i.test(ctx.get(header)));
}

/** Who posts is no reader of pages: a program that counts calls itself by whatever name it likes. */
function isFromBot(ctx: Context): boolean {
  const userAgent = ctx.get("User-Agent");
  return ctx.method === "POST" ? callsItselfBot(userAgent) : isBot(userAgent);
}
