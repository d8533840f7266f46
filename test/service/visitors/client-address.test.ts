import { expect } from "chai";
import { clientAddress } from "../../../service/visitors/client-address.ts";
import { askThrough } from "../middleware/ask-through.ts";

const ask = askThrough((ctx) => {
  ctx.body = clientAddress(ctx);
});

describe("clientAddress", () => {
  it("is what the proxy saw", async () => {
    expect((await ask.get("/").set("X-Real-IP", "192.0.2.7")).text).to.equal("192.0.2.7");
    expect((await ask.get("/").set("X-Real-IP", "2001:db8::7")).text).to.equal("2001:db8::7");
  });

  it("is the other end's where the proxy says nothing that makes sense", async () => {
    for (const header of ["", "unknown", "192.0.2.7, 10.0.0.1"]) {
      expect((await ask.get("/").set("X-Real-IP", header)).text).to.match(/127\.0\.0\.1$/);
    }
  });

  it("is not what anybody can make up", async () => {
    expect((await ask.get("/").set("X-Forwarded-For", "192.0.2.7")).text).to.match(/127\.0\.0\.1$/);
  });
});
