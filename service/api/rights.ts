import { createHash, timingSafeEqual } from "node:crypto";
import type { Caller, Context, Middleware } from "../context.ts";
import { RequestError } from "../errors.ts";

/** Reading counters, hitting them, and everything else. */
export type Right = "read" | "hit" | "own";

/** The configured keys. Without its key reading and hitting are open, and owning is closed. */
export type Keys = Readonly<Record<Exclude<Caller, "none">, string | undefined>>;

export interface Rights {
  /** Lets only those through who have the right; `ctx.state.caller` says who it is. */
  require(right: Right): Middleware;
  /** Whether the request has the right. */
  has(ctx: Context, right: Right): boolean;
  /** @throws RequestError 401 or 403 where it does not */
  check(ctx: Context, right: Right): void;
}

const callersWith: Readonly<Record<Right, readonly Caller[]>> = {
  read: ["read", "owner"],
  hit: ["hit", "owner"],
  own: ["owner"],
};

/** Whether the right needs a key; where it does not, nobody's key is wrong. */
export function needsKey(keys: Keys, right: Right): boolean {
  return right === "own" || keys[right] !== undefined;
}

export function createRights(keys: Keys): Rights {
  const digests = Object.entries(keys).flatMap(([name, key]) =>
    key === undefined ? [] : [{ name: name as keyof Keys, digest: digestOf(key) }],
  );

  /** The names of the keys that the request's token is: one key may serve for two rights. */
  function callersOf(ctx: Context): Caller[] {
    const [, token] = /^Bearer +([\x21-\x7e]+) *$/i.exec(ctx.get("Authorization")) ?? [];
    if (token === undefined) return [];
    const given = digestOf(token);
    return digests.filter(({ digest }) => timingSafeEqual(digest, given)).map(({ name }) => name);
  }

  function callerWith(ctx: Context, right: Right): Caller {
    return callersOf(ctx).find((caller) => callersWith[right].includes(caller)) ?? "none";
  }

  function require(right: Right): Middleware {
    return function requireRight(ctx, next) {
      ctx.state.caller = callerWith(ctx, right);
      check(ctx, right);
      return next();
    };
  }

  function has(ctx: Context, right: Right): boolean {
    return !needsKey(keys, right) || callerWith(ctx, right) !== "none";
  }

  function check(ctx: Context, right: Right): void {
    if (has(ctx, right)) return;
    if (right === "own" && keys.owner === undefined) {
      throw new RequestError(403, "No owner key is configured: nobody may do this.");
    }
    throw unauthorized(right, ctx.get("Authorization") !== "");
  }

  return { require, has, check };
}

function unauthorized(right: Right, given: boolean): RequestError {
  const names = callersWith[right].join(" key or the ");
  const challenge = given ? 'Bearer realm="tally", error="invalid_token"' : 'Bearer realm="tally"';
  return new RequestError(
    401,
    `This needs the header Authorization: Bearer with the ${names} key${given ? ", and got another" : ""}.`,
    { "WWW-Authenticate": challenge },
  );
}

// Digests have one length, so that a comparison tells nothing of a key, not even its length.
function digestOf(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
