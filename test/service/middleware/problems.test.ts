import { expect } from "chai";
import type { Middleware } from "../../../service/context.ts";
import { RequestError } from "../../../service/errors.ts";
import { problems } from "../../../service/middleware/problems.ts";
import { requestId } from "../../../service/middleware/request-id.ts";
import { askThrough } from "./ask-through.ts";

function askFailing(fail: Middleware) {
  return askThrough(requestId(), problems(), fail).get("/").set("X-Request-Id", "abc");
}

describe("problems", () => {
  it("answers with an error that was meant for the client", async () => {
    const { status, headers, body } = await askFailing(() => {
      throw new RequestError(503, "Come back later.", { "Retry-After": "7" });
    });
    expect(status).to.equal(503);
    expect(headers["content-type"]).to.equal("application/problem+json");
    expect(headers["retry-after"]).to.equal("7");
    expect(body).to.deep.equal({
      type: "about:blank",
      title: "Service Unavailable",
      status: 503,
      detail: "Come back later.",
      requestId: "abc",
    });
  });

  for (const [accept, type] of [
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"],
    ["text/html;q=0.5, application/json", "application/problem+json"],
    ["application/problem+json", "application/problem+json"],
    ["*/*", "application/problem+json"],
    ["image/png", "application/problem+json"],
  ] as const) {
    it(`answers ${accept} with ${type}`, async () => {
      const { status, headers, text } = await askFailing(() => {
        throw new RequestError(404, "There is no <b>.");
      }).set("Accept", accept);
      expect([status, headers["content-type"], headers.vary]).to.deep.equal([404, type, "Accept"]);
      expect(text).to.include(
        type.startsWith("text") ? "<p>There is no &lt;b&gt;.</p>" : '"There is no <b>."',
      );
    });
  }

  it("says nothing of an error that was not", async () => {
    const { status, headers, text } = await askFailing(async () => {
      throw Object.assign(new Error("the password is hunter2"), { headers: { "X-Inner": "secret" } });
    });
    expect(status).to.equal(500);
    expect(headers).not.to.have.property("x-inner");
    expect(JSON.parse(text)).to.deep.equal({
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      requestId: "abc",
    });
  });

  it("keeps a 5xx for the log, and does not bother it with a 4xx", async () => {
    const kept: unknown[] = [];
    const keep: Middleware = async (ctx, next) => {
      await next();
      kept.push(ctx.state.failure);
    };
    const boom = new Error("boom");
    for (const error of [boom, new RequestError(404, "nothing")]) {
      await askThrough(keep, problems(), () => {
        throw error;
      }).get("/");
    }
    expect(kept).to.deep.equal([boom, undefined]);
  });

  it("leaves an answer without an error alone", async () => {
    const { status, text } = await askFailing((ctx) => {
      ctx.body = "fine";
    });
    expect([status, text]).to.deep.equal([200, "fine"]);
  });
});
