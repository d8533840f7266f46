import { expect } from "chai";
import { parseWrkResult } from "./wrk-result.ts";

describe("parseWrkResult", () => {
  const none = { connect: 0, read: 0, write: 0, status: 0, timeout: 0 };
  const result = { requests: 100, seconds: 2, p50Ms: 1, p99Ms: 4, errors: none };
  const output = (line: object) => `Running 2s test\n  100 requests in 2.00s\n\n${JSON.stringify(line)}\n`;

  it("finds the result among what wrk writes", () => {
    expect(parseWrkResult(output(result))).to.deep.equal(result);
  });

  it("takes no run in which anything failed", () => {
    for (const kind of Object.keys(none)) {
      const failed = { ...result, errors: { ...none, [kind]: 3 } };
      expect(() => parseWrkResult(output(failed)), kind).to.throw(`some failed: ${kind} 3`);
    }
    expect(() => parseWrkResult(output({ ...result, requests: 0 }))).to.throw("no request was answered");
  });

  it("shows all that wrk says where there is no result", () => {
    expect(() => parseWrkResult("unable to connect")).to.throw("unable to connect");
  });
});
