import { once } from "node:events";
import { connect, createServer } from "node:net";
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
});
