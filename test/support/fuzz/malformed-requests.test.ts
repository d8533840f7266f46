import { expect } from "chai";
import { createTestApp } from "../../service/test-app.ts";
import { routesOf } from "./families/parameters.ts";
import { malformedRequests } from "./malformed-requests.ts";

const args = { count: 600, routes: [], owner: "Authorization: Bearer key" };
const requestsOf = (seed: string) => [...malformedRequests({ ...args, seed })];

describe("malformedRequests", () => {
  it("are the same again for the same seed, and others for another", () => {
    expect(requestsOf("one")).to.deep.equal(requestsOf("one"));
    const bytes = (seed: string) => requestsOf(seed).map((request) => request.bytes.toString("latin1"));
    expect(bytes("one")).not.to.deep.equal(bytes("two"));
  });

  it("are as many as are asked for", () => {
    expect(requestsOf("one")).to.have.length(600);
  });

  it("are of 40 kinds and more, few of which may go without an answer", async () => {
    const routes = routesOf((await createTestApp().ask.get("/openapi.json")).body);
    const requests = [...malformedRequests({ ...args, routes, seed: "one" })];
    const kindsOf = (some: typeof requests) =>
      new Set(some.map(({ name }) => name.split(" ").slice(2).join(" ")));
    expect(kindsOf(requests).size).to.be.at.least(40);
    expect([...kindsOf(requests.filter(({ mayBeSilent }) => mayBeSilent))]).to.have.members([
      ...["noise", "http2", "http09", "cutHeader", "cutBody"],
    ]);
  });
});
