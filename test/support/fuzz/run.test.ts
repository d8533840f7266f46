import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { runFuzz } from "./run.ts";

describe("runFuzz", () => {
  it("finds the request to which a service answers 500", async () => {
    const headers = { "X-Content-Type-Options": "nosniff", "Content-Type": "application/problem+json" };
    const service = createServer(({ url }, response) =>
      response.writeHead(url === "/b" ? 500 : 204, headers).end(),
    );
    await once(service.listen(0), "listening");
    const requests = ["a", "b", "c"].map((name) => ({
      name,
      bytes: Buffer.from(`GET /${name} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
    }));
    const report = await runFuzz((service.address() as AddressInfo).port, requests);
    service.close();
    expect(report).to.deep.include({ sent: 3, statuses: { 204: 2, 500: 1 } });
    expect(report.faults.filter((fault) => fault.includes("answered 500"))[0]).to.match(/^b: answered 500/);
    expect(report.faults.filter((fault) => fault.includes("X-Frame-Options"))).to.have.length(3);
  });
});
