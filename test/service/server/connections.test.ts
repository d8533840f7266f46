import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { expect } from "chai";
import { trackConnections } from "../../../service/server/connections.ts";
import { until } from "../../support/until.ts";

describe("trackConnections", () => {
  it("is quiet from the close of the last connection on", async () => {
    const server = createServer();
    const connections = trackConnections(server);
    expect(connections.quietForMs()).to.equal(Number.POSITIVE_INFINITY);

    server.listen(0);
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const clients = [connect(port), connect(port)];
    await until(() => connections.quietForMs() === 0);

    clients[0]?.destroy();
    await once(clients[0] as object as NodeJS.EventEmitter, "close");
    expect(connections.quietForMs()).to.equal(0);

    clients[1]?.destroy();
    await until(() => connections.quietForMs() > 20);
    expect(connections.quietForMs()).to.be.below(5000);
    server.close();
  });

  it("knows whether a request is in flight on one, whatever else is connected", async () => {
    const server = createServer();
    const connections = trackConnections(server);
    server.listen(0);
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const client = connect(port);
    await until(() => connections.quietForMs() === 0);
    expect(connections.isAsked()).to.equal(false);

    for (const end of ["answer", "destroy"]) {
      client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      const [, response] = (await once(server, "request")) as [unknown, ServerResponse];
      expect(connections.isAsked()).to.equal(true);
      if (end === "answer") response.end("ok");
      else client.destroy();
      await until(() => !connections.isAsked());
    }
    server.close();
  });
});
