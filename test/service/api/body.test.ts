import { request } from "node:http";
import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

describe("readJsonBody", () => {
  const { ask, app, counters } = createTestApp();
  const path = "/api/v1/counters/a/b/hit";

  beforeEach(() => counters.values.set("a/b", 0n));

  const post = (body: string, type = "application/json") =>
    ask.post(path).set("Content-Type", type).send(body);

  for (const [what, send, status] of [
    ["no body", () => ask.post(path), 200],
    ["an empty body", () => post(""), 200],
    ["JSON in UTF-8", () => post('{"by":2}', "application/json; charset=UTF-8"), 200],
    ["what is no JSON", () => post("{"), 400],
    ["JSON with a bad number", () => post('{"by":01}'), 400],
    ["text", () => post('{"by":2}', "text/plain"), 415],
    ["a form", () => post("by=2", "application/x-www-form-urlencoded"), 415],
    ["JSON in another charset", () => post('{"by":2}', "application/json; charset=utf-16"), 415],
    ["compressed JSON", () => post('{"by":2}').set("Content-Encoding", "gzip"), 415],
    ["16 KiB", () => post(`{"by":2${" ".repeat(16_384 - 8)}}`), 200],
    ["a byte more than 16 KiB", () => post(`{"by":2${" ".repeat(16_385 - 8)}}`), 413],
  ] as const) {
    it(`answers ${what} with ${status}`, async () => {
      const answer = await send();
      expect(answer.status).to.equal(status);
      expect(answer.headers["content-type"]).to.match(
        status === 200 ? /^application\/json/ : /^application\/problem\+json$/,
      );
      if (status !== 200) expect(counters.values.get("a/b")).to.equal(0n);
    });
  }

  it("names the media type that would be right", async () => {
    const { headers, body } = await post("x", "text/plain");
    expect([headers.accept, body.detail]).to.deep.equal([
      "application/json",
      "The body must be application/json.",
    ]);
  });

  it("refuses bytes that are no UTF-8", async () => {
    const { status, body } = await ask
      .post(path)
      .type("json")
      .serialize((bytes) => bytes)
      .send(Buffer.from([0x22, 0xff, 0x22]));
    expect([status, body.detail]).to.deep.equal([400, "The body is not UTF-8."]);
  });

  it("answers a body without an end before its end", async () => {
    const server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    const headers = { "Content-Type": "application/json" };
    const endless = request({ host: "127.0.0.1", port, path, method: "POST", headers });
    endless.on("error", () => {});
    endless.write(" ".repeat(20_000));
    const status = await new Promise((resolve) =>
      endless.once("response", (response) => resolve(response.statusCode)),
    );
    endless.destroy();
    server.close();
    expect(status).to.equal(413);
  });
});
