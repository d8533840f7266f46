import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { readCountsByApi } from "../../../stack/status/counts.ts";

const ownerKey = "the-key-of-the-owner";

describe("the counts that Tally tells", () => {
  let server: Server;
  let answer: RequestListener;

  before(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const read = (limitMs?: number) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return readCountsByApi(async () => ({ url, ownerKey }), limitMs);
  };

  it("are those that it holds, null for a broken one", async () => {
    answer = ({ url = "", headers }, response) => {
      expect(headers.authorization).to.equal(`Bearer ${ownerKey}`);
      const { pathname, searchParams } = new URL(url, "http://tally");
      expect(pathname).to.equal("/api/v1/values");
      const exact = ["9223372036854775807", "0", null];
      const counters = searchParams.getAll("counter").map((counter) => ({ counter, exact: exact.shift() }));
      response.setHeader("Content-Type", "application/json").end(JSON.stringify({ counters }));
    };
    expect(await read()).to.deep.equal({ visits: "9223372036854775807", total_visitors: "0", votes: null });
  });

  it("are unknown where it refuses, does not answer in time or is not there", async () => {
    answer = (_request, response) => response.writeHead(503).end();
    expect(await read()).to.equal(undefined);
    answer = () => undefined;
    expect(await read(100)).to.equal(undefined);
    expect(await readCountsByApi(() => Promise.reject(new Error("it is not up")))).to.equal(undefined);
  });
});
