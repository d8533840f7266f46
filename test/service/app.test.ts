import { expect } from "chai";
import { createTestApp } from "./test-app.ts";

describe("createApp", () => {
  it("never shows a stack or an inner message", async () => {
    const { ask, counters } = createTestApp();
    counters.failure = new TypeError("cannot read properties of undefined (reading 'secret')");
    const { text, headers } = await ask.get("/count");
    expect(JSON.stringify(headers) + text).not.to.match(/secret|TypeError| at |service\//);
  });

  it("puts the same request id in the answer, the problem and the log", async () => {
    const { ask, lines } = createTestApp();
    const { headers, body } = await ask.get("/nope").set("X-Request-Id", "abc-1");
    expect(headers["x-request-id"]).to.equal("abc-1");
    expect(body.requestId).to.equal("abc-1");
    expect(lines[0]?.requestId).to.equal("abc-1");
  });

  it("closes the connection with every answer while draining", async () => {
    const { ask, drain } = createTestApp();
    drain.begin();
    for (const path of ["/", "/count", "/livez", "/nope"]) {
      const { headers } = await ask.get(path).set("Connection", "keep-alive");
      expect(headers.connection, path).to.equal("close");
    }
  });
});
