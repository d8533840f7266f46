import { expect } from "chai";
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
});
