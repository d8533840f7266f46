import { expect } from "chai";
import { useVisitedPage } from "./visited-page.ts";

const foreign = "http://elsewhere.example/";

/** Browsers send no Sec-Fetch-Site to a plain http origin that is not the machine's own. */
describe("votes over plain http in a browser without scripts", function () {
  this.timeout(60_000);
  const at = useVisitedPage();

  beforeEach(() => {
    // Leads to the loopback as well, and browsers do not trust it.
    const url = at.service.url.replace("127.0.0.1", "0.0.0.0");
    at.service = { ...at.service, url };
  });

  it("count where the page itself sends them", async () => {
    await at.visit({ javaScriptEnabled: false });
    const sent = at.page.waitForRequest((request) => request.method() === "POST");
    await at.button("Vote").click();
    await at.shows("#votes", /^1$/);
    expect(await (await sent).allHeaders()).not.to.have.property("sec-fetch-site");
  });

  it("do not count where another's page sends them without a referrer", async () => {
    await visitForeign((form) => `<meta name="referrer" content="no-referrer">${form}`);
    await expectRefusal(() => at.button("Vote").click());
  });

  it("do not count where another's page sends them from a sandbox", async () => {
    await visitForeign((form) => `<iframe sandbox="allow-forms" srcdoc='${form}'></iframe>`);
    await expectRefusal(() => at.page.frameLocator("iframe").locator("button").click());
  });

  async function visitForeign(body: (form: string) => string): Promise<void> {
    await at.visit({ javaScriptEnabled: false });
    const form = `<form method="post" action="${at.service.url}vote"><button>Vote</button></form>`;
    await at.page.route(foreign, (route) => route.fulfill({ contentType: "text/html", body: body(form) }));
    await at.page.goto(foreign);
  }

  async function expectRefusal(vote: () => Promise<void>): Promise<void> {
    const answer = at.page.waitForResponse((response) => response.url().endsWith("/vote"));
    await vote();
    expect(await (await answer).request().headerValue("origin")).to.equal("null");
    expect((await answer).status()).to.equal(403);
    expect(at.service.counters.counts.votes).to.equal(0n);
  }
});
