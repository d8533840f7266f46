import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { AppArgs } from "../../../service/app.ts";
import { createTestApp } from "../test-app.ts";

/** The service in this process, counting in memory, for a browser to visit. */
export async function servePage(args: Partial<AppArgs> = {}) {
  const { app, counters, live } = createTestApp(args);
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    counters,
    live,
    async close() {
      live.endStreams();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
