import { createHash } from "node:crypto";
import { expect } from "chai";
import supertest from "supertest";
import { createTestApp } from "../test-app.ts";

describe("GET /", () => {
  it("counts a page view and shows all three numbers", async () => {
    const { ask, counters } = createTestApp();
    Object.assign(counters.counts, { pageViews: 1_233n, votes: 2n, visits: 5n });
    const { status, headers, text } = await ask.get("/");
    expect(status).to.equal(200);
    expect(headers["content-type"]).to.equal("text/html; charset=utf-8");
    expect(text).to.contain('<data id="page-views" value="1234">1,234</data>');
    expect(text).to.contain('<data id="votes" value="2">2</data>');
    expect(text).to.contain('<data id="visits" value="5">5</data>');
    expect(text).not.to.contain("paused");
  });

  it("is allowed its own style by its own policy", async () => {
    const { headers, text } = await createTestApp().ask.get("/");
    const [, style = ""] = /<style>(.*)<\/style>/s.exec(text) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers["content-security-policy"]).to.contain(`style-src 'sha256-${hash}'`);
  });

  it("votes with a plain form", async () => {
    const { text } = await createTestApp().ask.get("/");
    expect(text).to.contain('<form method="post" action="/vote"><button>Vote</button></form>');
    expect(text).not.to.match(/<script|style=|onclick|src=|href="(?!data:)/);
  });

  it("answers HEAD with GET's headers and counts nothing", async () => {
    const { ask, counters } = createTestApp();
    const get = await ask.get("/");
    const head = await ask.head("/");
    for (const name of ["content-type", "content-length", "cache-control"]) {
      expect(head.headers[name]).to.equal(get.headers[name]);
    }
    expect(counters.counts.pageViews).to.equal(1n);
  });

  it("answers a prefetch with the current numbers and counts nothing", async () => {
    const { ask, counters } = createTestApp();
    counters.counts.pageViews = 7n;
    const { status, text } = await ask.get("/").set("Sec-Purpose", "prefetch");
    expect(status).to.equal(200);
    expect(text).to.contain('value="7"');
    expect(counters.counts.pageViews).to.equal(7n);
  });

  it("says that counting is paused when it is", async () => {
    const { ask, counters } = createTestApp();
    counters.failure = new Error("away");
    const { status, text } = await ask.get("/");
    expect(status).to.equal(200);
    expect(text).to.contain('<p role="status">Counting is paused.');
    expect(text).to.contain("<button disabled>");
    expect(text).not.to.contain("<data");
  });

  it("does not keep a visitor waiting for numbers that do not come", async () => {
    const never = new Promise<never>(() => {});
    const { app } = createTestApp({ counters: { ...createTestApp().counters, pageView: () => never } });
    const startMs = performance.now();
    const { status, text } = await supertest(app.callback()).get("/");
    expect(performance.now() - startMs).to.be.within(900, 1800);
    expect(status).to.equal(200);
    expect(text).to.contain("Counting is paused");
  });
});
