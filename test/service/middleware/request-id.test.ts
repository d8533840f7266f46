import { expect } from "chai";
import { requestId } from "../../../service/middleware/request-id.ts";
import { askThrough } from "./ask-through.ts";

const ask = askThrough(requestId(), (ctx) => {
  ctx.body = ctx.state.requestId;
});

describe("requestId", () => {
  for (const given of ["a", "3f.A_b-9", "x".repeat(128)]) {
    it(`takes over ${given.slice(0, 10)} and sends it back`, async () => {
      const { text, headers } = await ask.get("/").set("X-Request-Id", given);
      expect(text).to.equal(given);
      expect(headers["x-request-id"]).to.equal(given);
    });
  }

  for (const given of ["", "two words", "x".repeat(129), '{"a":1}', "a/b"]) {
    it(`makes up its own instead of ${JSON.stringify(given.slice(0, 10))}`, async () => {
      const { text, headers } = await ask.get("/").set("X-Request-Id", given);
      expect(text).to.match(/^[0-9a-f-]{36}$/);
      expect(headers["x-request-id"]).to.equal(text);
    });
  }

  it("makes up another one for every request", async () => {
    const [one, two] = await Promise.all([ask.get("/"), ask.get("/")]);
    expect(one?.text).not.to.equal(two?.text);
  });
});
