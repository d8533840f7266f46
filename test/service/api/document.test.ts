import { expect } from "chai";
import { createRouter } from "../../../service/routes/router.ts";
import { createTestApp } from "../test-app.ts";

interface Documented {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { responses: object; security: object[]; summary?: string }>>;
}

const methods = ["get", "put", "post", "delete", "patch"] as const;

describe("GET /openapi.json", () => {
  const { ask, args } = createTestApp();
  let text: string;
  let document: Documented;

  before(async () => {
    const response = await ask.get("/openapi.json");
    expect(response.headers["content-type"]).to.equal("application/json; charset=utf-8");
    text = response.text;
    document = JSON.parse(text);
  });

  const documented = () =>
    Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
    );

  it("is OpenAPI 3.1 in which every reference leads somewhere", () => {
    expect(document.openapi).to.match(/^3\.1\./);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = ""]) => path.split("/"));
    expect(references).not.to.have.length(0);
    for (const path of references) {
      const found = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], document);
      expect(found, path.join("/")).to.be.an("object");
    }
  });

  it("has every route that the routers have, but for what pages load, and no other", () => {
    const middlewares = createRouter(args) as unknown as {
      router?: { stack: { path: string; methods: string[] }[] };
    }[];
    const routes = middlewares.flatMap(({ router }) => router?.stack ?? []);
    const registered = routes.flatMap(({ path, methods }) =>
      methods.filter((method) => method !== "HEAD").map((method) => `${method} ${path}`),
    );
    const described = documented().map(
      ({ path, method }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    );
    expect([...described, "GET /assets/:file"]).to.have.members(registered);
    expect(described).to.include("POST /api/v1/counters/:namespace/:key/hit");
  });

  it("says of every operation what it does, who may and how it fails", () => {
    for (const { path, method, operation } of documented()) {
      expect(operation.summary, `${method} ${path}`).to.match(/^[A-Z]/);
      expect(operation.security, `${method} ${path}`).to.be.an("array");
      expect(Object.keys(operation.responses), `${method} ${path}`).to.include("500");
    }
  });

  it("answers what it does not describe with 405 and what is described", async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      const url = path.replaceAll(/\{\w+\}/g, "a");
      for (const method of methods.filter((method) => !(method in operations))) {
        const { status, headers } = await ask[method](url);
        expect(status, `${method} ${path}`).to.equal(405);
        const described = Object.keys(operations).map((name) => name.toUpperCase());
        expect(headers.allow?.split(", ")).to.include.members(described);
      }
    }
  });

  it("gives the bounds of 64 bits with all their digits", () => {
    expect(text).to.contain('"minimum":-9223372036854775808,"maximum":9223372036854775807');
    expect(text).to.contain('"minimum":1,"maximum":9223372036854775807');
    expect(text).not.to.match(/922337203685477\d0{3}/);
  });

  it("asks for a key where one is configured, and only there", async () => {
    const closed = { owner: undefined, read: "a-read-key-0123456", hit: undefined };
    const { body } = await createTestApp({ keys: closed }).ask.get("/openapi.json");
    const securityOf = (from: Documented, path: string) => from.paths[path]?.get?.security;
    expect(securityOf(document, "/get/{namespace}/{key}")).to.deep.equal([{}, { ownerKey: [] }]);
    expect(securityOf(body, "/get/{namespace}/{key}")).to.deep.equal([{ readKey: [] }, { ownerKey: [] }]);
    expect(securityOf(body, "/hit/{namespace}/{key}")).to.deep.equal([{}, { ownerKey: [] }]);
    expect(securityOf(body, "/api/v1/export")).to.deep.equal([{ ownerKey: [] }]);
    expect(securityOf(body, "/count")).to.deep.equal([]);
  });
});
