import { expect } from "chai";
import { type HitWeightArgs, hitWeight } from "../../../service/middleware/hit-weight.ts";
import { parseAddressRange } from "../../../service/visitors/address-range.ts";
import { askThrough } from "./ask-through.ts";

const askUnder = (args?: HitWeightArgs) =>
  askThrough(hitWeight(args), (ctx) => {
    ctx.set("Weight", String(ctx.state.weight));
    ctx.body = "ok";
  });

const ask = askUnder();
const googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

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

  it("counts a prefetch where it is told to", async () => {
    const { headers } = await askUnder({ countPrefetches: true }).get("/").set("Purpose", "prefetch");
    expect(headers.weight).to.equal("1");
  });

  it("does not count a bot, whatever it does, unless it is told to", async () => {
    expect((await ask.get("/").set("User-Agent", googlebot)).headers.weight).to.equal("0");
    expect((await ask.post("/").set("User-Agent", googlebot)).headers.weight).to.equal("0");
    const { headers } = await askUnder({ countBots: true }).get("/").set("User-Agent", googlebot);
    expect(headers.weight).to.equal("1");
  });

  for (const agent of ["my-backend", "MyApp/1.0"]) {
    it(`counts what ${agent} posts, and not what it gets`, async () => {
      expect((await ask.post("/").set("User-Agent", agent)).headers.weight).to.equal("1");
      expect((await ask.get("/").set("User-Agent", agent)).headers.weight).to.equal("0");
    });
  }

  it("does not count who comes from an ignored address, as the proxy saw it", async () => {
    const ignoredAddresses = ["192.0.2.0/24", "127.0.0.1"].flatMap((text) => parseAddressRange(text) ?? []);
    const under = askUnder({ ignoredAddresses });
    const weightOf = async (address: string) =>
      (await under.post("/").set("X-Real-IP", address)).headers.weight;
    expect(await weightOf("192.0.2.7")).to.equal("0");
    expect(await weightOf("::ffff:192.0.2.7")).to.equal("0");
    expect(await weightOf("198.51.100.7")).to.equal("1");
    expect(await weightOf("")).to.equal("0");
  });

  it("never counts HEAD", async () => {
    const all = askUnder({ countBots: true, countPrefetches: true });
    expect((await all.head("/")).headers.weight).to.equal("0");
  });

  it("never counts a probe of the platform's", async () => {
    const probe = { "Sec-Purpose": "prefetch", "X-Tally-Probe": "gate" };
    const { headers } = await askUnder({ countPrefetches: true }).get("/").set(probe);
    expect(headers.weight).to.equal("0");
  });
});
