import { expect } from "chai";
import { createServer } from "../../../service/server/server.ts";
import { createTestApp } from "../test-app.ts";

describe("createServer", () => {
  const server = createServer(createTestApp().app);

  it("keeps an idle connection longer than nginx does", () => {
    expect(server.keepAliveTimeout).to.be.above(60_000);
  });

  it("bounds how long a header may take to arrive, and gives a long import its time", () => {
    expect(server.headersTimeout).to.equal(30_000);
    expect(server.requestTimeout).to.equal(15 * 60_000);
  });

  it("does not listen yet", () => {
    expect(server.listening).to.equal(false);
  });
});
