import { expect } from "chai";
import supertest from "supertest";
import { answerAfter } from "../passing-time.ts";
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

  it("shows a dash for the count of a counter that is broken", async () => {
    const { ask, counters } = createTestApp();
    counters.pageView = async () => ({ pageViews: 7n, votes: undefined, visits: 5n });
    const { status, text } = await ask.get("/");
    expect(status).to.equal(200);
    expect(text).to.contain('<span id="votes">–</span>').and.to.contain('<data id="visits" value="5">');
    expect(text).not.to.contain("paused");
  });

  it("loads nothing but the service's own files, and has nothing inline", async () => {
    const { text } = await createTestApp().ask.get("/");
    const loaded = [...text.matchAll(/(?:<link[^>]* href|src)="([^"]*)"/g)].map(([, url]) => url ?? "");
    for (const url of loaded) expect(url).to.match(/^(\/assets\/|\/badge\/|data:image\/svg)/);
    expect(text).not.to.match(/<style|<script>|style=|\son\w+=/);
  });

  it("says nothing of whether it is live where there are no streams", async () => {
    expect((await createTestApp().ask.get("/")).text).to.contain('<span id="live" hidden></span>');
    const live = { ...createTestApp().live, mostStreams: 0 };
    const { app } = createTestApp({ live });
    expect((await supertest(app.callback()).get("/")).text).not.to.contain('id="live"');
  });

  it("votes with a plain form", async () => {
    const { text } = await createTestApp().ask.get("/");
    expect(text).to.contain('<form method="post" action="/vote"><button>Vote</button></form>');
    expect(text).to.contain('<form method="post" action="/vote/undo" hidden>');
  });

  it("offers to undo to whoever has voted, and to nobody else", async () => {
    const { ask, counters } = createTestApp();
    await counters.vote({ hash: "voter 192.0.2.7 me", windowSeconds: 0, once: false });
    const offer = '<form method="post" action="/vote/undo"><button';
    const pageFor = async (agent: string) =>
      (await ask.get("/").set({ "X-Real-IP": "192.0.2.7", "User-Agent": agent })).text;
    expect(await pageFor("me")).to.contain(offer);
    expect(await pageFor("you")).not.to.contain(offer);
  });

  it("shows today's page views, this one among them", async () => {
    const { ask, counters } = createTestApp();
    counters.counts.pageViews = 40n;
    expect((await ask.get("/")).text).to.contain('<data id="page-views-today" value="0">0</data>');
    expect((await ask.get("/")).text).to.contain('<data id="page-views-today" value="1">1</data>');
  });

  it("shows the counts without a history that does not come", async () => {
    const history = () => Promise.reject(new Error("lost"));
    const { app, lines } = createTestApp({ counters: { ...createTestApp().counters, history } });
    const { text } = await supertest(app.callback()).get("/");
    expect(text)
      .to.contain('<data id="page-views" value="1">')
      .and.not.to.contain("Today and the last weeks");
    expect(lines[0]?.err).to.include({ message: "lost" });
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
    expect(text).to.contain('<p role="status" id="paused">Counting is paused.');
    expect(text).to.contain("<button disabled>");
    expect(text).not.to.contain("<data");
  });

  it("does not keep a visitor waiting for numbers that do not come", async () => {
    const { status, text } = await answerAfter(1000, (begin) => {
      const pageView = () => {
        begin();
        return new Promise<never>(() => {});
      };
      const { app } = createTestApp({ counters: { ...createTestApp().counters, pageView } });
      return supertest(app.callback()).get("/");
    });
    expect(status).to.equal(200);
    expect(text).to.contain("Counting is paused");
  });
});
