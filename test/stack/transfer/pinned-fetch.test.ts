import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { fetchPinned } from "../../../stack/transfer/pinned-fetch.ts";
import { createChains, createPair, type TestPair } from "../../support/certificates.ts";
import { failureOf } from "../../support/failure.ts";

const sent = { method: "POST", headers: { Authorization: "Bearer key" }, body: "text" };

describe("fetchPinned", () => {
  const [pair, other] = [createPair(), createPair()];
  const [issued, sibling] = createChains(2) as [TestPair, TestPair];
  const alone = createServer();
  const chained = createServer();

  before(async () => {
    await start(alone, pair);
    await start(chained, issued);
  });
  after(() => {
    for (const server of [alone, chained]) {
      server.closeAllConnections();
      server.close();
    }
  });

  it("asks a server that shows the certificate, under whatever name", async () => {
    const response = await fetchPinned(urlOf(alone), pair.certificate, sent);
    expect(response.status).to.equal(409);
    expect(await response.json()).to.deep.equal({ method: "POST", key: "Bearer key", body: "text" });
  });

  it("asks one whose certificate has a chain behind it", async () => {
    expect((await fetchPinned(urlOf(chained), issued.certificate, sent)).status).to.equal(409);
  });

  for (const [which, server, certificate] of [
    ["another", alone, other.certificate],
    ["another of the same authority", chained, sibling.certificate],
  ] as const) {
    it(`sends nothing to one that shows ${which}`, async () => {
      let asked = 0;
      server.on("request", () => (asked += 1));
      expect(await failureOf(fetchPinned(urlOf(server), certificate, sent))).to.match(/certificate/);
      expect(asked).to.equal(0);
    });
  }
});

async function start(server: Server, { certificate, key }: TestPair): Promise<void> {
  server.setSecureContext({ cert: certificate, key });
  server.on("request", async (request, response) => {
    const { method, headers } = request;
    response.statusCode = 409;
    response.end(JSON.stringify({ method, key: headers.authorization, body: await text(request) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.2", resolve));
}

/** With no name of the certificate. */
function urlOf(server: Server): string {
  return `https://127.0.0.2:${(server.address() as AddressInfo).port}/`;
}
