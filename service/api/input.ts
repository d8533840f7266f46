import { z } from "zod";
import type { Context } from "../context.ts";
import { readJsonBody } from "./body.ts";
import { type Fault, RequestInvalid } from "./request-invalid.ts";

/** What an operation takes from a request, and where. */
export interface InputSchemas {
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
}

export type InputOf<Schemas extends InputSchemas> = {
  readonly [Part in keyof Schemas]: Schemas[Part] extends z.ZodType ? z.output<Schemas[Part]> : undefined;
};

/**
 * Unknown query parameters are ignored, unknown members of a body are not.
 *
 * @throws RequestInvalid with all that is wrong; what `readJsonBody` throws
 */
export async function readInput<Schemas extends InputSchemas>(
  ctx: Context,
  schemas: Schemas,
): Promise<InputOf<Schemas>> {
  const faults: Fault[] = [];
  const input: Partial<Record<keyof InputSchemas, unknown>> = {};

  function take(part: keyof InputSchemas, schema: z.ZodType, given: unknown): void {
    const { data, error } = schema.safeParse(given);
    input[part] = data;
    faults.push(...(error?.issues ?? []).flatMap((issue) => faultsOf(part, issue)));
  }

  const { path, query, headers, body } = schemas;
  if (path) take("path", path, (ctx as { params?: unknown }).params);
  if (query) take("query", query, readQuery(ctx, query));
  if (headers) take("headers", headers, readHeaders(ctx, headers));
  if (body) take("body", body, await readJsonBody(ctx));
  if (faults.length > 0) throw new RequestInvalid(faults);
  return input as InputOf<Schemas>;
}

function readQuery(ctx: Context, schema: z.ZodObject): Record<string, unknown> {
  const given = new URLSearchParams(ctx.querystring);
  return readShape(schema, (name, kind) => {
    const values = given.getAll(name);
    return kind instanceof z.ZodArray || values.length > 1 ? values : values[0];
  });
}

function readHeaders(ctx: Context, schema: z.ZodObject): Record<string, unknown> {
  return readShape(schema, (name) => ctx.headers[name.toLowerCase()]);
}

function readShape(schema: z.ZodObject, read: (name: string, kind: unknown) => unknown) {
  return Object.fromEntries(Object.entries(schema.shape).map(([name, kind]) => [name, read(name, kind)]));
}

function faultsOf(part: keyof InputSchemas, issue: z.core.$ZodIssue): Fault[] {
  const place = part === "headers" ? "header" : part;
  const name = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ in: place, name: key, detail: "is not known here" }));
  }
  return [{ in: place, name: name === "" ? "the body" : name, detail: `must be ${issue.message}` }];
}
