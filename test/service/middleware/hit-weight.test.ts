import { expect } from "chai";
import { hitWeight } from "../../../service/middleware/hit-weight.ts";
import { askThrough } from "./ask-through.ts";

const ask = askThrough(hitWeight(), (ctx) => {
  ctx.set("Weight", String(ctx.state.weight));
  ctx.body = "ok";
});

describe("hitWeight", () => {
  it("counts a request", async () => {
    expect((await ask.get("/")).headers.weight).to.equal("1");
    expect((await ask.post("/")).headers.weight).to.equal("1");
  });

  it("does not count HEAD", async () => {
    expect((await ask.head("/")).headers.weight).to.equal("0");
  });

  for (const [header, value] of [
    ["Sec-Purpose", "prefetch"],
    ["Sec-Purpose", "prefetch;prerender"],
    ["Sec-Purpose", "Prefetch; anonymous-client-ip"],
    ["Purpose", "prefetch"],
    ["X-Purpose", "preview"],
    ["X-Moz", "prefetch"],
  ] as const) {
    it(`does not count ${header}: ${value}`, async () => {
      expect((await ask.get("/").set(header, value)).headers.weight).to.equal("0");
    });
  }

  it("counts a request with another purpose", async () => {
    expect((await ask.get("/").set("Purpose", "navigation")).headers.weight).to.equal("1");
  });
});
