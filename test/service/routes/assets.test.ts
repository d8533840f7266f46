import { expect } from "chai";
import { findAsset } from "../../../service/page/assets.ts";
import { createTestApp } from "../test-app.ts";

describe("GET /assets", () => {
  const { ask } = createTestApp();
  const { path = "", body } = findAsset("page.js") ?? {};

  it("sends a file that may be kept for ever", async () => {
    const { status, headers, text } = await ask.get(path).set("Accept-Encoding", "identity");
    expect([status, text]).to.deep.equal([200, body?.toString()]);
    expect(headers).to.include({
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": "text/javascript; charset=utf-8",
      vary: "Accept-Encoding",
      "x-content-type-options": "nosniff",
    });
    expect(headers).not.to.have.property("content-encoding");
  });

  it("compresses for whoever understands it", async () => {
    const { headers, text } = await ask.get(path).set("Accept-Encoding", "gzip, deflate, br");
    expect(headers["content-encoding"]).to.equal("gzip");
    expect(Number(headers["content-length"])).to.be.below(text.length / 2);
    expect(text).to.equal(body?.toString());
  });

  it("sends a style as one", async () => {
    const { headers } = await ask.get(findAsset("style.css")?.path ?? "");
    expect(headers["content-type"]).to.equal("text/css; charset=utf-8");
  });

  it("answers another release's path with its own file, which nobody keeps", async () => {
    const { status, headers, text } = await ask.get("/assets/page.0123456789abcdef.js");
    expect([status, text]).to.deep.equal([200, body?.toString()]);
    expect(headers["cache-control"]).to.equal("no-store");
  });

  for (const unknown of [
    "/assets/other.0123456789abcdef.js",
    "/assets/page.js",
    "/assets/page.x.css",
    "/assets/",
  ]) {
    it(`answers ${unknown} with 404`, async () => {
      expect((await ask.get(unknown)).status).to.equal(404);
    });
  }

  it("answers HEAD with GET's headers", async () => {
    const [get, head] = await Promise.all([
      ask.get(path).set("Accept-Encoding", "gzip"),
      ask.head(path).set("Accept-Encoding", "gzip"),
    ]);
    for (const name of ["content-length", "content-type", "cache-control", "content-encoding"]) {
      expect(head.headers[name], name).to.equal(get.headers[name]);
    }
  });
});
