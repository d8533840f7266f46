import { expect } from "chai";
import { createServer } from "../../../service/server/server.ts";
import { createTestApp } from "../test-app.ts";

describe("createServer", () => {
  const server = createServer(createTestApp().app);

  it("keeps an idle connection longer than nginx does", () => {
    expect(server.keepAliveTimeout).to.be.above(60_000);
  });

  it("bounds how long a request may take to arrive", () => {
    expect(server.requestTimeout).to.equal(60_000);
    expect(server.headersTimeout).to.be.within(1, server.requestTimeout);
  });

  it("does not listen yet", () => {
    expect(server.listening).to.equal(false);
  });
});
