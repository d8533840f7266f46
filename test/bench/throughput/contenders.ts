/** The systems that are started; several contenders may ask the same one. */
export type SystemName =
  | "tally"
  | "tally-many"
  | "tally-prod"
  | "seeds"
  | "gunicorn"
  | "express"
  | "bare"
  | "nginx";

/** What is asked of a system in its turn. */
export interface Contender {
  readonly name: string;
  readonly system: SystemName;
  readonly method: "GET" | "POST";
  /** With `{n}` in it, one of all counters is asked at random. */
  readonly path: string;
  /** What an answer has to look like. */
  readonly expected: RegExp;
  /** The key in Redis that counts it; `counters`: the counters of `createdCounters`, all together. */
  readonly counts?: "visits" | "total_visitors" | "counters";
}

/** The contenders that the targets compare. */
export const names = {
  tally: "Tally: /count",
  hitOne: "Tally: API hit",
  hitMany: "Tally, many counters: API hit",
  seeds: "seeds' Flask, as started",
  gunicorn: "seeds' Flask, gunicorn",
  express: "Node example, Express",
  bare: "bare node:http",
  nginx: "nginx alone",
} as const;

const visited = /^This page has been visited \d+ times\./;

/** In the order of their turns. */
export const contenders: readonly Contender[] = [
  ...tally("tally", "Tally"),
  ...tally("tally-many", "Tally, many counters"),
  ...tally("tally-prod", "Tally as prod, TLS"),
  peer(names.seeds, "seeds", "/count", visited),
  peer(names.gunicorn, "gunicorn", "/count", visited),
  peer(names.express, "express", "/", /Number of visits is: \d+$/),
  peer(names.bare, "bare", "/count", visited),
  peer(names.nginx, "nginx", "/count", visited),
];

/** Those that are wanted, with the one that all are compared with. */
export function chooseContenders(only: readonly string[], counters: number): Contender[] {
  const wanted = ({ name }: Contender) =>
    only.length === 0 || name === names.tally || only.some((text) => name.includes(text));
  return contenders.filter((each) => wanted(each) && (counters > 0 || each.system !== "tally-many"));
}

function tally(system: SystemName, title: string): Contender[] {
  const html = /<!doctype html>/i;
  const counters = { system, counts: "counters" } as const;
  return [
    { name: `${title}: /count`, system, method: "GET", path: "/count", expected: visited, counts: "visits" },
    { name: `${title}: /`, system, method: "GET", path: "/", expected: html, counts: "total_visitors" },
    {
      ...counters,
      name: `${title}: API hit`,
      method: "POST",
      path: "/api/v1/counters/bench/{n}/hit",
      expected: /"value":\d+/,
    },
    { ...counters, name: `${title}: badge`, method: "GET", path: "/badge/bench/{n}.svg", expected: /<svg/ },
  ];
}

function peer(name: string, system: SystemName, path: string, expected: RegExp): Contender {
  return { name, system, method: "GET", path, expected };
}
