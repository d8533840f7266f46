import { expect } from "chai";
import type { Test } from "supertest";
import { CounterBroken, CountingPaused } from "../../../service/errors.ts";
import { createTestApp } from "../test-app.ts";

const noon = Date.UTC(2026, 10, 21, 12);
const midnight = Date.UTC(2026, 10, 21);

const image = (request: Test) =>
  request.buffer().parse((response, done) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (chunk) => {
      text += chunk;
    });
    response.on("end", () => done(null, text));
  });

const shown = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].at(-1)?.[1];

function setUp(args = {}) {
  const app = createTestApp({ now: () => noon, ...args });
  app.counters.values.set("shop/visits", 41n);
  return { ...app, get: (path: string) => image(app.ask.get(`/badge/${path}`)) };
}

describe("GET /badge/:namespace/:key.svg", () => {
  it("counts a hit and shows the number in a picture that nobody keeps", async () => {
    const { get, counters } = setUp();
    const { status, headers, body } = await get("shop/visits.svg");
    expect(status).to.equal(200);
    expect(headers["content-type"]).to.equal("image/svg+xml");
    expect(headers["cache-control"]).to.equal("no-store");
    expect(shown(body)).to.equal("42");
    expect(body).to.include(">visits<");
    expect(counters.values.get("shop/visits")).to.equal(42n);
  });

  it("says who the visitor is", async () => {
    const { get, counters } = setUp();
    const visitors: unknown[] = [];
    const hit = counters.hit;
    counters.hit = (name, by, options) => {
      visitors.push(options?.visitor);
      return hit(name, by, options);
    };
    await get("shop/visits.svg").set("X-Real-IP", "192.0.2.7").set("User-Agent", "curl/8.5.0");
    expect(visitors).to.deep.equal(["visitor 192.0.2.7 curl/8.5.0"]);
  });

  it("only shows the number where it is told to, or the request does not count", async () => {
    const { get, ask, counters } = setUp();
    expect(shown((await get("shop/visits.svg?count=false")).body)).to.equal("41");
    expect(shown((await get("shop/visits.svg").set("Purpose", "prefetch")).body)).to.equal("41");
    expect((await ask.head("/badge/shop/visits.svg")).status).to.equal(200);
    expect(counters.values.get("shop/visits")).to.equal(41n);
  });

  it("shows what was counted today, with this hit", async () => {
    const { get, counters } = setUp();
    const days = [
      { start: midnight - 86_400_000, count: 30n },
      { start: midnight, count: 7n },
    ];
    counters.history = async () => ({ value: 42n, hours: [], beforeHours: 0n, days, beforeDays: 5n });
    expect(shown((await get("shop/visits.svg?show=today")).body)).to.equal("7");
    expect(counters.values.get("shop/visits")).to.equal(42n);
  });

  it("shows 0 for a day on which nothing was counted", async () => {
    const { get } = setUp();
    expect(shown((await get("shop/visits.svg?show=today&count=false")).body)).to.equal("0");
  });

  it("shows a built-in counter, and one whose key has dots", async () => {
    const { get, counters } = setUp();
    counters.values.set("shop/index.svg", 8n);
    expect(shown((await get("tally/visits.svg")).body)).to.equal("1");
    expect(shown((await get("shop/index.svg.svg")).body)).to.equal("9");
  });

  it("does not take a look at the votes for a vote", async () => {
    const { get, counters } = setUp();
    counters.counts.votes = 3n;
    expect(shown((await get("tally/votes.svg")).body)).to.equal("3");
    expect(counters.counts.votes).to.equal(3n);
  });

  it("passes the look on", async () => {
    const { get } = setUp();
    const { body } = await get(
      "shop/visits.svg?label=%3Cb%3E%26&color=123456&labelColor=%23abc&style=flat-square",
    );
    expect(body).to.include("&lt;b&gt;&amp;").and.to.include("#123456").and.to.include("#abc");
    expect(body).to.include("crispEdges");
  });

  it("takes a label of 100 characters, whatever they are", async () => {
    const { get } = setUp();
    const { status, body } = await get(`shop/visits.svg?label=${encodeURIComponent("📚".repeat(100))}`);
    expect(status).to.equal(200);
    expect(body).to.include("📚".repeat(100));
  });

  for (const query of ["", "?count=false", "?show=today"]) {
    it(`answers 404 with a badge that says so for a counter that is not there${query && `, ${query}`}`, async () => {
      const { get } = setUp();
      const { status, headers, body } = await get(`shop/missing.svg${query}`);
      expect([status, headers["content-type"], headers["cache-control"]]).to.deep.equal([
        404,
        "image/svg+xml",
        "no-store",
      ]);
      expect(shown(body)).to.equal("not found");
    });
  }

  for (const [query, right] of [
    [`label=${"x".repeat(101)}`, /^label must be at most 100 characters/],
    ["label=a%00b", /^label must be at most 100 characters, none of which is a control character/],
    ["label=a&label=b", /^label must be/],
    ["color=url(x)", /^color must be a colour like 4c1/],
    ["color=%22onload=1", /^color must be a colour/],
    ["labelColor=12345", /^labelColor must be a colour/],
    ["style=fancy", /^style must be one of flat, flat-square/],
    ["show=week", /^show must be total or today/],
    ["count=no", /^count must be true or false/],
    ["style=fancy&show=week", /^style must be .*; show must be/],
  ] as const) {
    it(`answers 400 to ${query.slice(0, 30)}, with a badge that says what would be right, and counts nothing`, async () => {
      const { get, counters } = setUp();
      const { status, headers, body } = await get(`shop/visits.svg?${query}`);
      expect([status, headers["content-type"]]).to.deep.equal([400, "image/svg+xml"]);
      expect(shown(body)).to.match(right);
      expect(counters.values.get("shop/visits")).to.equal(41n);
    });
  }

  it("answers 400 to a name that is none", async () => {
    const { ask } = setUp();
    expect((await ask.get("/badge/shop/b%20c.svg")).status).to.equal(400);
    expect((await ask.get(`/badge/shop/${"k".repeat(65)}.svg`)).status).to.equal(400);
  });

  describe("where hitting needs a key", () => {
    const keys = { owner: undefined, read: undefined, hit: "hit-key-0123456789" };

    it("only shows the number to whoever has none", async () => {
      const { get, counters } = setUp({ keys });
      expect(shown((await get("shop/visits.svg")).body)).to.equal("41");
      expect(counters.values.get("shop/visits")).to.equal(41n);
    });

    it("counts a hit of whoever has it", async () => {
      const { get, counters } = setUp({ keys });
      expect(shown((await get("shop/visits.svg").set("Authorization", `Bearer ${keys.hit}`)).body)).to.equal(
        "42",
      );
      expect(counters.values.get("shop/visits")).to.equal(42n);
    });
  });

  it("answers 401 where reading needs a key that is not given", async () => {
    const { ask } = setUp({ keys: { owner: undefined, read: "read-key-0123456789", hit: undefined } });
    expect((await ask.get("/badge/shop/visits.svg")).status).to.equal(401);
  });

  it("answers 503 while counting is paused", async () => {
    const { get, counters, lines } = setUp();
    counters.failure = new CountingPaused();
    const { status, headers, body } = await get("shop/visits.svg");
    expect([status, headers["retry-after"]]).to.deep.equal([503, "1"]);
    expect(shown(body)).to.match(/^Counting is paused/);
    expect(lines.at(-1)?.err).to.include({ type: "CountingPaused" });
  });

  it("says which counter is broken, and nothing of what no client should know", async () => {
    const { get, counters } = setUp();
    counters.failure = new CounterBroken("shop/visits", "it is text");
    expect(shown((await get("shop/visits.svg")).body)).to.match(
      /^The counter shop\/visits is broken: it is text/,
    );
    counters.failure = new Error("secret");
    const { status, body } = await get("shop/visits.svg");
    expect([status, shown(body)]).to.deep.equal([500, "Internal Server Error"]);
    expect(body).not.to.include("secret");
  });

  it("takes the names that CSS has for colours", async () => {
    const { get } = setUp();
    for (const color of ["rebeccapurple", "tomato", "gray"]) {
      expect((await get(`shop/visits.svg?color=${color}&labelColor=${color}`)).status).to.equal(200);
    }
    expect((await get("shop/visits.svg?color=nocolour")).status).to.equal(400);
  });
});
