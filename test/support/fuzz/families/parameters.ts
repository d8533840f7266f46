import type { Random } from "../random.ts";
import { contentLength, requestBytes, usual } from "../request.ts";
import { knownCounter } from "../targets.ts";
import { wrongBodies } from "./bodies.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
}

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

/** As much of an OpenAPI document as is needed to ask for what it describes. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly mediaType: string | undefined;
}

/** No namespace, key, prefix or number. */
// biome-ignore format: a list to look through
const wrongNames = [
  "%00", "a%20b", "%FF", "a".repeat(65), "..%2f..", "%E2%82%AC", "a;b", "a,b", "%25", "*", "'", "%C3%28", "$(id)", "%0d%0a",
  "a%2Fb", "%", "%zz", "\xff", "%3Cscript%3E", "[]", "{}", "-1e999%20", "%2B", "a:b", "a@b", "!", "~", "a=b", "%F0%9F%98%80",
];

const wrongValues = [
  ...wrongNames,
  "",
  "true",
  "-1",
  "1e9",
  "99999999999999999999",
  "NaN",
  "null",
  "a/b/c",
  "/",
  "%26",
  "&&",
  "9".repeat(900),
];
const wrongKeys = ['"', '""', "a b", "\\", '"a', "\xff", "x".repeat(256)];

/** Every operation of the document. */
export function routesOf({ paths }: ApiDocument): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      mediaType: Object.keys(requestBody?.content ?? {})[0],
    })),
  );
}

/** Whether something about the operation can be wrong: all that a hit of the page needs is its path. */
export function canBeWrong({ method, parameters, mediaType }: Route): boolean {
  return method === "GET" ? parameters.length > 0 : parameters.length > 0 || mediaType !== undefined;
}

/**
 * Asks for an operation with something wrong in it: in the path where that has
 * parameters, else in the body or in a header.
 */
export function wrongParameter(random: Random, route: Route, owner: string): Buffer {
  const { method, parameters, mediaType } = route;
  const placed = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const inPath = placed("path");
  const wrongOne = inPath.length > 0 ? random.pick(inPath).name : undefined;
  const path = inPath.reduce((text, { name }) => {
    const right = knownCounter[name as keyof typeof knownCounter] ?? "x";
    return text.replace(`{${name}}`, () => (name === wrongOne ? random.pick(wrongNames) : right));
  }, route.path);
  const query = placed("query").flatMap(({ name }) =>
    Array.from({ length: random.whole(1, 3) }, () => `${name}=${random.pick(wrongValues)}`),
  );
  const wrongKey = placed("header").map(({ name }) => `${name}: ${random.pick(wrongKeys)}`);
  const body = mediaType === undefined ? "" : random.pick(wrongBodies);
  const headers = [
    ...usual,
    random.pick([owner, "Authorization: Bearer wrong", "X-Authorization: none"]),
    ...wrongKey,
    ...(mediaType === undefined ? [] : [`Content-Type: ${mediaType}`]),
    ...(method === "GET" ? [] : [contentLength(body)]),
  ];
  const target = query.length > 0 ? `${path}?${query.join("&")}` : path;
  return requestBytes({ line: `${method} ${target} HTTP/1.1`, headers, body: method === "GET" ? "" : body });
}
