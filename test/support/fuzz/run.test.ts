import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { expect } from "chai";
import { freePort } from "../free-port.ts";
import type { MalformedRequest } from "./malformed-requests.ts";
import { type FuzzReport, runFuzz } from "./run.ts";

describe("runFuzz", () => {
  const requests: readonly MalformedRequest[] = ["a", "b", "c"].map((name) => ({
    name,
    mayBeSilent: name === "c",
    bytes: Buffer.from(`GET /${name} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
  }));

  async function reportOf(server: Server): Promise<FuzzReport> {
    await once(server.listen(0), "listening");
    const report = await runFuzz((server.address() as AddressInfo).port, requests);
    server.close();
    return report;
  }

  it("finds the request to which a service answers 500", async () => {
    const headers = { "X-Content-Type-Options": "nosniff", "Content-Type": "application/problem+json" };
    const service = createServer(({ url }, response) =>
      response.writeHead(url === "/b" ? 500 : 204, headers).end(),
    );
    const report = await reportOf(service);
    expect(report).to.deep.include({ sent: 3, statuses: { 204: 2, 500: 1 } });
    expect(report.faults.filter((fault) => fault.includes("answered 500"))[0]).to.match(/^b: answered 500/);
    expect(report.faults.filter((fault) => fault.includes("X-Frame-Options"))).to.have.length(3);
  });

  it("finds requests that a server ends without an answer, where there has to be one", async () => {
    const { faults } = await reportOf(
      createTcpServer((socket) => socket.resume().once("data", () => socket.end())),
    );
    expect(faults.map((fault) => fault.split("\n")[0])).to.have.members([
      "a: got no answer",
      "b: got no answer",
    ]);
  });

  it("finds every connection that a server breaks off", async () => {
    const breakOff = (socket: Socket) => socket.once("data", () => socket.resetAndDestroy());
    const { faults } = await reportOf(createTcpServer(breakOff));
    expect(faults).to.have.length(3);
    for (const fault of faults) expect(fault).to.match(/^[abc]: got no answer: .*ECONNRESET/);
  });

  it("finds that nobody listens", async () => {
    const { faults } = await runFuzz(await freePort(), requests);
    expect(faults).to.have.length(3);
    for (const fault of faults) expect(fault).to.match(/^[abc]: got no answer: .*ECONNREFUSED/);
  });
});
