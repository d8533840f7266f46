import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

const voter = { hash: "visitor", windowSeconds: 60, once: true };

describe("Undoing a vote", () => {
  for (const [method, path] of [
    ["post", "/vote/undo"],
    ["delete", "/vote"],
  ] as const) {
    it(`takes back the visitor's vote at ${method.toUpperCase()} ${path}, and no other`, async () => {
      const { ask, counters } = createTestApp();
      counters.counts.votes = 7n;
      await ask.post("/vote");
      expect((await ask[method](path)).body).to.deep.equal({ votes: 7, counted: true, undoable: 0 });
      expect((await ask[method](path)).body).to.deep.equal({ votes: 7, counted: false, undoable: 0 });
    });
  }

  it("sends a browser's form back to the page", async () => {
    const { ask } = createTestApp();
    await ask.post("/vote");
    const { status, headers } = await ask.post("/vote/undo").set("Accept", "text/html");
    expect([status, headers.location]).to.deep.equal([303, "/"]);
  });
});

describe("POST /vote that counts once per visitor", () => {
  it("says whether the vote was counted", async () => {
    const { ask } = createTestApp({ voter: async () => voter });
    expect((await ask.post("/vote")).body).to.deep.equal({ votes: 1, counted: true, undoable: 1 });
    expect((await ask.post("/vote")).body).to.deep.equal({ votes: 1, counted: false, undoable: 1 });
  });
});
