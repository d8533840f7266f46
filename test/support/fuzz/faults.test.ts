import { expect } from "chai";
import type { Answer } from "./answers.ts";
import { faultsOf } from "./faults.ts";

const secure = {
  "Content-Security-Policy": "default-src 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "X-Request-Id": "0123456789abcdef",
};
const problem = { ...secure, "Content-Type": "application/problem+json" };

function answer(status: number, headers: Readonly<Record<string, string>>): Answer {
  return { status, headers: new Headers(headers), body: "the body" };
}

describe("faultsOf", () => {
  it("finds none in an answer and in a refusal", () => {
    for (const status of [400, 404, 431, 501, 505])
      expect(faultsOf(answer(status, problem))).to.deep.equal([]);
    expect(faultsOf(answer(200, secure))).to.deep.equal([]);
    expect(faultsOf(answer(404, { ...secure, "Content-Type": "image/svg+xml" }))).to.deep.equal([]);
  });

  it("finds a failure of the server", () => {
    for (const status of [500, 502, 503, 504, 507]) {
      expect(faultsOf(answer(status, problem))).to.deep.equal([`answered ${status}: the body`]);
    }
  });

  for (const name of Object.keys(secure)) {
    it(`finds an answer without ${name}, and one with a wrong one`, () => {
      expect(faultsOf(answer(200, { ...secure, [name]: "" }))).to.deep.equal([`answered 200 with ${name}: `]);
      expect(faultsOf(answer(200, { ...secure, [name]: "<>" }))).to.have.length(1);
    });
  }

  it("finds an error that is no problem", () => {
    expect(faultsOf(answer(400, secure))).to.deep.equal(["answered 400 with no problem: the body"]);
  });

  it("finds a page of nginx's own", () => {
    const page = answer(400, { ...secure, "Content-Type": "text/html" });
    expect(faultsOf(page)).to.deep.equal([]);
    expect(faultsOf({ ...page, body: "<hr><center>nginx</center>" })).to.have.length(1);
  });

  it("finds a header that the client has made up", () => {
    expect(faultsOf(answer(200, { ...secure, "X-Injected": "yes" }))).to.have.length(1);
  });
});
