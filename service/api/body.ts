import rawBody from "raw-body";
import type { Context } from "../context.ts";
import { RequestError } from "../errors.ts";
import { parseJson } from "./json.ts";
import { requireMediaType } from "./media-type.ts";

const mostBytes = 16 * 1024;

/**
 * The JSON of a request's body, with bigints for whole numbers; undefined where there is no body.
 *
 * @throws RequestError 400, 413 or 415
 */
export async function readJsonBody(ctx: Context): Promise<unknown> {
  if (!hasBody(ctx)) return undefined;
  requireMediaType(ctx, ["application/json"]);
  const text = decode(await readBytes(ctx));
  if (text.trim() === "") return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    throw new RequestError(400, `The body is not JSON: ${(error as Error).message}.`);
  }
}

function hasBody(ctx: Context): boolean {
  return ctx.headers["transfer-encoding"] !== undefined || (ctx.request.length ?? 0) > 0;
}

async function readBytes(ctx: Context): Promise<Buffer> {
  try {
    return await rawBody(ctx.req, { limit: mostBytes, length: ctx.headers["content-length"] ?? null });
  } catch (error) {
    const { status } = error as { status?: number };
    if (status !== 413) throw error;
    throw new RequestError(413, `The body must be at most ${mostBytes} bytes long.`);
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new RequestError(400, "The body is not UTF-8.");
  }
}
