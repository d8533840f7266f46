import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import Docker from "dockerode";

export interface ImageRequest {
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export interface FakeEngine {
  readonly docker: Docker;
  /** Method and path of everything that was asked. */
  readonly requests: string[];
  /** What was to be pulled or imported. */
  readonly created: ImageRequest[];
  dispose(): Promise<void>;
}

export interface FakeEngineOptions {
  /** The images that are there. */
  readonly images?: readonly string[];
  /** Answers a pull or an import; without it, such a request succeeds. */
  readonly create?: (query: URLSearchParams, response: ServerResponse) => void;
}

/** The few answers of an engine that preparing a machine asks for, without an engine. */
export async function startFakeEngine({ images = [], create }: FakeEngineOptions = {}): Promise<FakeEngine> {
  const directory = await mkdtemp(join(tmpdir(), "tally-fake-engine-"));
  const socketPath = join(directory, "docker.sock");
  const requests: string[] = [];
  const created: ImageRequest[] = [];
  const present = new Set(images);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://engine");
    requests.push(`${request.method} ${pathname}`);
    if (pathname === "/_ping") {
      response.end("OK");
    } else if (pathname === "/images/create") {
      created.push({ query: searchParams, body: await buffer(request) });
      if (create) return create(searchParams, response);
      present.add(searchParams.get("repo") ?? `${searchParams.get("fromImage")}:${searchParams.get("tag")}`);
      response.end(`{"status":"done"}\r\n`);
    } else {
      const reference = decodeURIComponent(pathname.replace(/^\/images\/(.*)\/json$/, "$1"));
      response.statusCode = present.has(reference) ? 200 : 404;
      response.end(
        JSON.stringify(present.has(reference) ? { Size: 1_000_000 } : { message: "no such image" }),
      );
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    docker: new Docker({ socketPath }),
    requests,
    created,
    async dispose() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
