import { isIP } from "node:net";
import type { Context } from "../context.ts";

/** Who asks: anybody can send X-Forwarded-For, but X-Real-IP is what nginx itself saw. */
export function clientAddress(ctx: Context): string | undefined {
  const seenByProxy = ctx.get("X-Real-IP");
  return isIP(seenByProxy) === 0 ? ctx.socket.remoteAddress : seenByProxy;
}
