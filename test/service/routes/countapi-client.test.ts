import { type IncomingMessage, type RequestOptions, request } from "node:http";
import https from "node:https";
import { createRequire } from "node:module";
import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

interface CountApi {
  get(namespace: string, key: string): Promise<object>;
  hit(namespace: string, key: string): Promise<object>;
}

// The library is CommonJS, and its types are those of a browser's.
const countapi: CountApi = createRequire(import.meta.url)("countapi-js");

describe("countapi-js, a client of CountAPI as it is", () => {
  const { app, counters } = createTestApp();
  const server = app.listen(0, "127.0.0.1");
  const original = https.request;
  let asked: string | undefined;

  before(() => {
    const { port } = server.address() as { port: number };
    // Its address is fixed: what it asks of api.countapi.xyz goes to the service.
    https.request = ((options: RequestOptions, answer?: (response: IncomingMessage) => void) => {
      asked = String(options.hostname);
      const { method, path, headers } = options;
      return request({ host: "127.0.0.1", port, method, path, headers } as RequestOptions, answer);
    }) as typeof https.request;
  });
  after(() => {
    https.request = original;
    server.close();
  });
  beforeEach(() => counters.values.set("my-site.example/visits", 41n));

  it("hits a counter", async () => {
    expect(await countapi.hit("my-site.example", "visits")).to.deep.equal({
      status: 200,
      path: "my-site.example/visits",
      value: 42,
    });
    expect(asked).to.equal("api.countapi.xyz");
    expect(counters.values.get("my-site.example/visits")).to.equal(42n);
  });

  it("reads a counter", async () => {
    expect(await countapi.get("my-site.example", "visits")).to.deep.equal({
      status: 200,
      path: "my-site.example/visits",
      value: 41,
    });
  });

  it("learns that there is no such counter", async () => {
    expect(await countapi.get("my-site.example", "nothing")).to.include({ status: 404 });
  });
});
