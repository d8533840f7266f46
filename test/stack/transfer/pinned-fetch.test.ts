import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { fetchPinned } from "../../../stack/transfer/pinned-fetch.ts";
import { createPair } from "../../support/certificates.ts";
import { failureOf } from "../machine/failure.ts";

describe("fetchPinned", () => {
  const [pair, other] = [createPair(), createPair()];
  let server: Server;
  let url: string;
  let asked = 0;

  before(async () => {
    server = createServer({ cert: pair.certificate, key: pair.key }, async (request, response) => {
      asked += 1;
      const { method, headers } = request;
      response.statusCode = 409;
      response.end(JSON.stringify({ method, key: headers.authorization, body: await text(request) }));
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    // No name of the certificate.
    url = `https://[::1]:${(server.address() as AddressInfo).port}/`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const sent = { method: "POST", headers: { Authorization: "Bearer key" }, body: "text" };

  it("asks a server that shows the certificate, under whatever name", async () => {
    const response = await fetchPinned(url, pair.certificate, sent);
    expect(response.status).to.equal(409);
    expect(await response.json()).to.deep.equal({ method: "POST", key: "Bearer key", body: "text" });
  });

  it("sends nothing to one that shows another", async () => {
    const before = asked;
    expect(await failureOf(fetchPinned(url, other.certificate, sent))).to.match(/certificate/);
    expect(asked).to.equal(before);
  });
});
