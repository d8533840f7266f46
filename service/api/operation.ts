import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from "zod-openapi";
import type { Context, Middleware } from "../context.ts";
import { type InputOf, type InputSchemas, readInput } from "./input.ts";
import { documentRefusals } from "./refusals.ts";
import type { Right } from "./rights.ts";

export type Method = "get" | "post" | "put" | "delete";

export type OperationDocument = ZodOpenApiOperationObject;

/** Something that can be asked of the service, and what the OpenAPI document says of it. */
export interface Operation {
  readonly method: Method;
  /** As OpenAPI writes it: /hit/{namespace}/{key}. */
  readonly path: string;
  /** Who may ask; without it, anybody. */
  readonly right?: Right;
  readonly document: OperationDocument;
  readonly answer: Middleware;
}

type Documented = "summary" | "description" | "tags" | "requestBody";

export interface OperationArgs<Schemas extends InputSchemas>
  extends Pick<ZodOpenApiOperationObject, Documented> {
  readonly method: Method;
  readonly path: string;
  readonly right?: Right;
  readonly summary: string;
  readonly input?: Schemas;
  /** The answers that are no problem. */
  readonly responses: ZodOpenApiResponsesObject;
  /** The statuses of problems, beyond those that follow from the right and from the input. */
  readonly refusals?: readonly number[];
  readonly answer: (ctx: Context, input: InputOf<Schemas>) => unknown;
}

/** An operation whose input is read by the very schemas that document it. */
export function createOperation<const Schemas extends InputSchemas>(args: OperationArgs<Schemas>): Operation {
  const { method, path, right, input, responses, refusals = [], answer, ...described } = args;
  const { body, headers, ...params } = input ?? ({} as InputSchemas);
  const requestParams = { ...params, ...(headers && { header: headers }) };
  const requestBody = body && {
    required: !body.safeParse(undefined).success,
    content: { "application/json": { schema: body } },
  };
  const statuses = new Set([
    ...(input ? [400] : []),
    ...(right ? [401] : []),
    ...(right === "own" ? [403] : []),
    ...(body ? [413, 415] : []),
    ...(headers ? [422] : []),
    ...refusals,
    500,
  ]);
  return {
    method,
    path,
    ...(right && { right }),
    document: {
      ...described,
      ...(Object.keys(requestParams).length > 0 && { requestParams }),
      ...(requestBody && { requestBody }),
      responses: { ...responses, ...documentRefusals([...statuses]) },
    },
    async answer(ctx) {
      await answer(ctx, await readInput(ctx, input ?? ({} as Schemas)));
    },
  };
}
