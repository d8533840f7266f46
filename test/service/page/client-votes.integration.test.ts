import { expect } from "chai";
import { CountingPaused, NoRoomToRemember } from "../../../service/errors.ts";
import { type AddressRange, parseAddressRange } from "../../../service/visitors/address-range.ts";
import { servePage } from "./served-page.ts";
import { useVisitedPage } from "./visited-page.ts";

/** What the page's own scripts do, where a deployed stack could not be made to show it. */
describe("votes on the page in a browser", function () {
  this.timeout(60_000);
  const at = useVisitedPage();

  it("sends a vote again whose answer was lost, with the same key", async () => {
    await at.visit();
    const keys: (string | undefined)[] = [];
    await at.page.route("**/vote", (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      return keys.length < 3 ? route.abort() : route.continue();
    });
    await at.button("Vote").click();
    await at.shows("#message", "Still on its way…");
    await at.shows("#message", "Thank you. Your vote is number 1.");
    expect(keys[0]).to.match(/^"[0-9a-f]{32}"$/);
    expect(keys.length).to.be.at.least(3);
    expect(new Set(keys).size).to.equal(1);
    expect(at.service.counters.counts.votes).to.equal(1n);
  });

  it("takes another key for another vote", async () => {
    await at.visit();
    const keys = new Set<string | undefined>();
    at.page.on("request", (request) => {
      if (request.method() === "POST") keys.add(request.headers()["idempotency-key"]);
    });
    await at.button("Vote").click();
    await at.shows("#message", "number 1.");
    await at.button("Vote").click();
    await at.shows("#message", "number 2.");
    expect(keys.size).to.equal(2);
  });

  it("votes and undoes without a key where there is no room to remember one", async () => {
    const { counters } = at.service;
    const { vote, undoVote } = counters;
    const refused: string[] = [];
    const refuse = (idempotency?: { key: string }) => {
      if (idempotency === undefined) return;
      refused.push(idempotency.key);
      throw new NoRoomToRemember();
    };
    counters.vote = async (voter, idempotency) => refuse(idempotency) ?? (await vote(voter));
    counters.undoVote = async (voter, idempotency) => refuse(idempotency) ?? (await undoVote(voter));
    await at.visit();
    await at.button("Vote").click();
    await at.shows("#message", "Thank you. Your vote is number 1.");
    await at.button("Undo my vote").click();
    await at.shows("#message", "Your vote was taken back. Votes: 0.");
    expect(refused).to.have.length(2);
  });

  it("says in words that a vote was refused", async () => {
    await at.visit();
    const detail = "Please come back tomorrow.";
    await at.page.route("**/vote", (route) => route.fulfill({ status: 429, json: { detail } }));
    await at.button("Vote").click();
    await at.shows("#message", detail);
    expect(await at.page.locator("#message").getAttribute("role")).to.equal("status");
  });

  it("does not say that a vote counts which does not", async () => {
    await at.service.close();
    at.service = await servePage({
      hits: { ignoredAddresses: [parseAddressRange("127.0.0.1") as AddressRange] },
    });
    await at.visit();
    await at.button("Vote").click();
    await at.shows("#message", /^Votes from here are not counted\.$/);
    expect(await at.button("Undo my vote").isVisible()).to.equal(false);
  });

  it("says that a vote counts already", async () => {
    await at.service.close();
    at.service = await servePage({ voter: async () => ({ hash: "me", windowSeconds: 60, once: true }) });
    await at.visit();
    await at.button("Vote").click();
    await at.shows("#message", "Thank you. Your vote is number 1.");
    await at.button("Vote").click();
    await at.shows("#message", /^You have voted already, and that vote counts\.$/);
  });

  it("comes alive when counting goes on after a pause", async () => {
    at.service.counters.failure = new CountingPaused();
    await at.visit();
    await at.shows("#paused", "Counting is paused.");
    expect(await at.button("Vote").isDisabled()).to.equal(true);
    at.service.counters.failure = undefined;
    at.service.counters.counts.votes = 41n;
    await at.shows("#votes", /^41$/);
    expect(await at.button("Vote").isEnabled()).to.equal(true);
    expect(await at.page.locator("#paused").count()).to.equal(0);
  });

  it("takes votes and asks for nothing else where reading needs a key", async () => {
    await at.service.close();
    at.service = await servePage({
      keys: { owner: undefined, read: "a-read-key-0123456789", hit: undefined },
    });
    await at.visit();
    await at.button("Vote").click();
    await at.shows("#votes", /^1$/);
    expect(at.opened.requests.filter((url) => /\/api\/|\/badge\//.test(url))).to.deep.equal([]);
    expect(at.opened.complaints).to.deep.equal([]);
  });
});
