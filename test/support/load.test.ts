import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect } from "chai";
import { startLoad } from "./load.ts";
import { until } from "./until.ts";

describe("startLoad", () => {
  let server: Server;
  let url: string;
  /** What the first requests wait for, so that each needs a connection of its own. */
  let opened: Promise<void>;
  let open: () => void;
  let answered: number;
  const connections = new Set<Socket>();

  beforeEach(async () => {
    connections.clear();
    ({ promise: opened, resolve: open } = Promise.withResolvers<void>());
    answered = 0;
    server = createServer(async (request, response) => {
      await opened;
      answered += 1;
      response.setHeader("Keep-Alive", "timeout=2");
      response.end(request.method === "POST" ? `{"votes":${answered}}` : `visited ${answered} times`);
    });
    server.keepAliveTimeout = 0;
    server.on("connection", (socket) => {
      connections.add(socket);
      socket.once("close", () => connections.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => server.close());

  it("lets go of idle connections before the server does", async () => {
    const load = startLoad({ url, requestsPerSecond: 40 });
    await until(() => connections.size >= 10);
    open();
    await until(() => connections.size <= 2);
    expect((await load.stop()).failures).to.deep.equal([]);
  });

  it("says of a connection that broke under a request how long it was idle", async () => {
    open();
    const load = startLoad({ url, requestsPerSecond: 100 });
    await until(() => answered > 0);
    let broken = 0;
    server.prependListener("request", ({ socket }) => {
      broken += 1;
      socket.destroy();
    });
    await until(() => broken >= 10);
    const { failures } = await load.stop();
    expect(failures.join("\n")).to.match(
      /\(kept\): Error .*(hang up|ECONNRESET) after \d+ ms, on a connection that had been idle for \d+ ms/,
    );
  });
});
