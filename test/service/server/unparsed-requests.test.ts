import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { answerUnparsed } from "../../../service/server/unparsed-requests.ts";

const limits = {
  maxHeaderSize: 1024,
  headersTimeout: 50,
  requestTimeout: 50,
  connectionsCheckingInterval: 20,
};

async function received(request: string, answer: RequestListener = (_, response) => response.end("fine")) {
  const server = answerUnparsed(createServer(limits, answer)).listen(0);
  await once(server, "listening");
  try {
    const socket = connect((server.address() as AddressInfo).port);
    socket.write(Buffer.from(request, "latin1"));
    return await text(socket);
  } finally {
    server.close();
  }
}

const refused: Readonly<Record<string, [number, string]>> = {
  "a byte that no path may have": [400, "GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"],
  "a method that nobody knows": [400, "NO / HTTP/1.1\r\nHost: a\r\n\r\n"],
  "a control character in a header": [400, "GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n"],
  "a header that is too large": [431, `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(2000)}\r\n\r\n`],
  "a header that does not end": [408, "GET / HTTP/1.1\r\nHost: a\r\n"],
};

describe("answerUnparsed", () => {
  for (const [what, [status, request]] of Object.entries(refused)) {
    it(`answers ${what} with a problem: ${status}`, async () => {
      const [head = "", body = ""] = (await received(request)).split("\r\n\r\n");
      expect(head)
        .to.match(new RegExp(`^HTTP/1.1 ${status} `))
        .and.match(/^Connection: close$/m);
      expect(head).to.match(/^Content-Type: application\/problem\+json$/m);
      expect(JSON.parse(body)).to.include({ type: "about:blank", status });
    });
  }

  it("answers what came before it as ever", async () => {
    const answers = await received(
      "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /\xff HTTP/1.1\r\n\r\n",
      (_, response) => response.end("fine"),
    );
    expect(answers).to.match(/^HTTP\/1.1 200 OK/);
  });

  it("puts no second answer into one that is under way", async () => {
    const broken = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n";
    const answers = await received(broken, (_, response) => void response.write("the beginning"));
    expect(answers).not.to.include("400");
  });
});
