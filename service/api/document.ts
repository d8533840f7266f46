import { createDocument as createOpenApi, type ZodOpenApiPathsObject } from "zod-openapi";
import { least, most } from "../counting/integer.ts";
import { rawNumber } from "./json.ts";
import type { Operation } from "./operation.ts";
import { type Keys, needsKey } from "./rights.ts";

export type Document = ReturnType<typeof createOpenApi>;

const description = `Counts anything, exactly. A counter is named by a namespace and a key and holds a signed whole number of 64 bits.

Whole numbers in JSON have all their digits. Where a client's numbers are doubles, it reads \`exact\`, and sends a string of digits.

Problems are application/problem+json (RFC 9457). Unknown query parameters are ignored; unknown members of a body are refused.

A request with an Idempotency-Key can be repeated for 24 hours and counts once.`;

const securitySchemes = {
  ownerKey: { type: "http", scheme: "bearer", description: "The owner's key, which may do everything." },
  readKey: { type: "http", scheme: "bearer", description: "The key for reading." },
  hitKey: { type: "http", scheme: "bearer", description: "The key for hitting." },
} as const;

const schemeOf = { read: "readKey", hit: "hitKey", own: "ownerKey" } as const;

/** What the service says of itself: an OpenAPI document of these operations under these keys. */
export function createDocument(operations: readonly Operation[], keys: Keys): Document {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    const { method, path, document } = operation;
    paths[path] = { ...paths[path], [method]: { ...document, security: securityOf(operation, keys) } };
  }
  return createOpenApi({
    openapi: "3.1.0",
    info: { title: "Tally", version: "1", description, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: "/" }],
    components: { securitySchemes },
    paths,
  });
}

/** The document as JSON. Its bounds are those of 64 bits, which no double can tell. */
export function formatDocument(document: Document): string {
  const exactly = new Map([least, most].map((bound) => [Number(bound), rawNumber(bound)]));
  return JSON.stringify(document, (_key, value: unknown) => exactly.get(value as number) ?? value);
}

function securityOf({ right }: Operation, keys: Keys): Record<string, string[]>[] {
  if (!right) return [];
  const owner = { ownerKey: [] };
  if (right === "own") return [owner];
  return needsKey(keys, right) ? [{ [schemeOf[right]]: [] }, owner] : [{}, owner];
}
