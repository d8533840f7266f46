import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Problem, TallyApi } from "../../../stack/transfer/tally-api.ts";

/** What speaks as Tally's export and import do, and fails as a test wants it to. */
export interface FakeTally {
  readonly api: TallyApi;
  /** The lines by counter, in the order of their import. */
  readonly records: Map<string, string>;
  /** The bodies of all imports that were answered with 200. */
  readonly bodies: string[];
  /** Asked before each import; an answer of its own ends the request. */
  intercept: (body: string, response: ServerResponse) => boolean;
  /** The same for each export. */
  interceptExport: (after: string, response: ServerResponse) => boolean;
  dispose(): Promise<void>;
}

const ownerKey = "the-key-of-the-owner";

export async function startFakeTally(): Promise<FakeTally> {
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== `Bearer ${ownerKey}`) {
      return refuse(response, 401, { detail: "The key is wrong." });
    }
    const { pathname, searchParams } = new URL(request.url ?? "", "http://tally");
    if (pathname === "/api/v1/export") {
      const after = searchParams.get("after") ?? "";
      if (fake.interceptExport(after, response)) return;
      const names = [...fake.records.keys()];
      for (const name of names.slice(names.indexOf(after) + 1)) {
        response.write(`${fake.records.get(name)}\n`);
      }
      return void response.end();
    }
    const body = await text(request);
    if (fake.intercept(body, response)) return;
    const lines = body.trimEnd().split("\n");
    for (const line of lines) fake.records.set(JSON.parse(line).counter, line);
    fake.bodies.push(body);
    response.setHeader("Content-Type", "application/json").end(JSON.stringify({ imported: lines.length }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeTally = {
    api: { url: `http://127.0.0.1:${port}`, ownerKey, patienceMs: 5000 },
    records: new Map(),
    bodies: [],
    intercept: () => false,
    interceptExport: () => false,
    async dispose() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

/** Answers as Tally refuses. */
export function refuse(response: ServerResponse, status: number, problem: Problem): void {
  response.writeHead(status, { "Content-Type": "application/problem+json" }).end(JSON.stringify(problem));
}
