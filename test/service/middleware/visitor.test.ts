import { expect } from "chai";
import { hitWeight } from "../../../service/middleware/hit-weight.ts";
import { visitor } from "../../../service/middleware/visitor.ts";
import { fakeVisitors } from "../visitors/fake-visitors.ts";
import { askThrough } from "./ask-through.ts";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

describe("visitor", () => {
  const ask = askThrough(hitWeight(), visitor(fakeVisitors), async (ctx) => {
    ctx.body = JSON.stringify([await ctx.state.visitor(), await ctx.state.voter()]);
  });

  it("goes by the address that the proxy saw and by the agent", async () => {
    const { text } = await ask.get("/").set("X-Real-IP", "192.0.2.7").set("User-Agent", firefox);
    expect(JSON.parse(text)).to.deep.equal([`visitor 192.0.2.7 ${firefox}`, `voter 192.0.2.7 ${firefox}`]);
  });

  it("is one however a client's addresses change within its network", async () => {
    const askFrom = async (address: string) =>
      (await ask.get("/").set("X-Real-IP", address).set("User-Agent", firefox)).text;
    expect(await askFrom("2001:db8:1:2::8")).to.equal(await askFrom("2001:DB8:1:2:3:4:5:6"));
    expect(await askFrom("2001:db8:1:3::8")).to.not.equal(await askFrom("2001:db8:1:2::8"));
    expect(await askFrom("::ffff:192.0.2.7")).to.equal(await askFrom("192.0.2.7"));
  });

  it("is nobody where the request does not count", async () => {
    const { text } = await ask.get("/").set("Purpose", "prefetch");
    expect(JSON.parse(text)[0]).to.equal(null);
  });

  it("finds nothing out before it is asked", async () => {
    let asked = 0;
    const visitors = { ...fakeVisitors, visitorOf: async () => String(++asked) };
    const askNothing = askThrough(hitWeight(), visitor(visitors), (ctx) => {
      ctx.body = "ok";
    });
    await askNothing.get("/");
    expect(asked).to.equal(0);
  });
});
