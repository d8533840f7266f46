import * as bodies from "./families/bodies.ts";
import * as connections from "./families/connections.ts";
import * as framing from "./families/framing.ts";
import * as headers from "./families/headers.ts";
import { canBeWrong, type Route, wrongParameter } from "./families/parameters.ts";
import * as lines from "./families/request-lines.ts";
import { createRandom, type Random } from "./random.ts";

export interface MalformedRequest {
  /** Its seed: this alone makes it again. */
  readonly name: string;
  /** Whether silence is right as well. */
  readonly mayBeSilent: boolean;
  readonly bytes: Buffer;
}

export interface MalformedRequestsArgs {
  readonly seed: string;
  readonly count: number;
  readonly routes: readonly Route[];
  /** The header with the owner key: what is wrong is refused to the owner, too. */
  readonly owner: string;
}

type Family = (random: Random, owner: string) => Buffer;

const families: Readonly<Record<string, Family>> = {
  ...lines,
  ...headers,
  ...framing,
  wrongBody: bodies.wrongBody,
  wrongType: bodies.wrongType,
  randomBody: bodies.randomBody,
  largeBody: bodies.largeBody,
  wrongImport: bodies.wrongImport,
  ...connections,
};

/** What is no HTTP/1, or not whole: to it there may be no answer, or none with a header. */
const silentFamilies = new Set<string>([
  "noise",
  "http2",
  "http09",
  "cutHeader",
  "cutBody",
] satisfies (keyof typeof connections)[]);

/** Requests of every kind in turn, none of which may count anything. */
export function* malformedRequests(args: MalformedRequestsArgs): Generator<MalformedRequest> {
  const { seed, count, owner } = args;
  const routes = args.routes.filter(canBeWrong);
  const makers: [string, Family][] = [
    ...Object.entries(families),
    ...routes.map((route): [string, Family] => [
      `${route.method} ${route.path}`,
      (random) => wrongParameter(random, route, owner),
    ]),
  ];
  for (let index = 0; index < count; index += 1) {
    const [family, make] = makers[index % makers.length] as [string, Family];
    const name = `${seed} ${index} ${family}`;
    yield { name, mayBeSilent: silentFamilies.has(family), bytes: make(createRandom(name), owner) };
  }
}
