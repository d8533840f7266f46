import { expect } from "chai";
import { BadLine } from "../../service/api/bad-line.ts";
import { RequestInvalid } from "../../service/api/request-invalid.ts";
import { NoRoomToRemember, NotReady, RequestError } from "../../service/errors.ts";
import { problemHeaders, problemOf } from "../../service/problem.ts";

describe("problemOf", () => {
  it("shows a message that was meant for the client", () => {
    expect(problemOf(new RequestError(404, "Nothing here."), "id")).to.deep.equal({
      type: "about:blank",
      title: "Not Found",
      status: 404,
      detail: "Nothing here.",
      requestId: "id",
    });
  });

  it("hides the message of an error that has a status but was not meant for the client", () => {
    const error = Object.assign(new Error("inner"), { status: 502, expose: false });
    expect(problemOf(error)).to.deep.equal({ type: "about:blank", title: "Bad Gateway", status: 502 });
  });

  it("names the reason of a replica that is not ready, and of a key for which there is no room", () => {
    expect(problemOf(new NotReady("draining", "Draining."))).to.include({ reason: "draining", status: 503 });
    expect(problemOf(new NoRoomToRemember())).to.include({ reason: "crowded", status: 503 });
  });

  it("lists what is wrong with a request, and names the bad line of an import", () => {
    const fault = { in: "body", name: "by", detail: "must be more" } as const;
    expect(problemOf(new RequestInvalid([fault, fault]))).to.include({
      detail: "by must be more; by must be more.",
    });
    expect(problemOf(new RequestInvalid([fault])).errors).to.deep.equal([fault]);
    expect(problemOf(new BadLine(7, "is bad"))).to.include({ status: 400, line: 7 });
  });

  it("hides the extensions of an error that was not meant for the client", () => {
    const error = Object.assign(new Error("inner"), { errors: ["inner"], line: 3 });
    expect(problemOf(error)).to.have.all.keys("type", "title", "status");
  });

  for (const thrown of [
    new Error("x"),
    "x",
    undefined,
    null,
    { status: 200 },
    { status: 999 },
    { status: "404" },
  ]) {
    it(`makes a 500 of ${thrown instanceof Error ? "an unknown error" : JSON.stringify(thrown)}`, () => {
      expect(problemOf(thrown)).to.deep.equal({
        type: "about:blank",
        title: "Internal Server Error",
        status: 500,
      });
    });
  }
});

describe("problemHeaders", () => {
  it("are those of an error that was meant for the client", () => {
    expect(problemHeaders(new RequestError(405, "No.", { Allow: "GET" }))).to.deep.equal({ Allow: "GET" });
  });

  it("are none of any other error's", () => {
    expect(problemHeaders(Object.assign(new Error("x"), { headers: { "X-Inner": "1" } }))).to.deep.equal({});
  });
});
