import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { isComplete, openConnection } from "./connection.ts";

describe("isComplete", () => {
  const head = "HTTP/1.1 200 OK\r\nContent-Length: 5";

  it("waits for as much of the body as the answer says", () => {
    expect(isComplete(head)).to.equal(false);
    expect(isComplete(`${head}\r\n\r\nhell`)).to.equal(false);
    expect(isComplete(`${head}\r\n\r\nhello`)).to.equal(true);
  });

  it("waits for the last chunk where it does not say", () => {
    const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    expect(isComplete(chunked)).to.equal(false);
    expect(isComplete(`${chunked}0\r\n\r\n`)).to.equal(true);
  });
});

describe("openConnection", () => {
  async function ask(listener: RequestListener): Promise<string | undefined> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      return await new Promise((resolve) => {
        const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        void openConnection(port, request, ({ failure }) => resolve(failure)).then((each) => each.ask(0));
      });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }

  it("takes 200 for a good answer, and names any other", async () => {
    expect(await ask((_, response) => void response.end("fine"))).to.equal(undefined);
    expect(await ask((_, response) => void response.writeHead(503).end("no"))).to.equal("status 503");
  });

  it("fails a request whose connection is closed, and connects again", async () => {
    expect(await ask((request) => void request.socket.destroy())).to.equal("the connection was closed");
  });
});
