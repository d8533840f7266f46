import { expect } from "chai";
import {
  type Operation,
  operationArguments,
  readAnswer,
  refusalOf,
} from "../../../service/counting/operations.ts";
import { CounterBroken, CounterExists } from "../../../service/errors.ts";

const reset: Operation = { kind: "reset", counter: "a/b" };

function idempotencyOf(operation: Operation): { key: string; fingerprint: string; seconds: number } {
  return JSON.parse(String(operationArguments(operation)[0])).idempotency;
}

describe("operationArguments", () => {
  it("tells requests apart by operation, counter and fingerprint, under the client's key alone", () => {
    const idempotency = { key: "secret", fingerprint: "f" };
    const first = idempotencyOf({ ...reset, idempotency });
    const others = [
      idempotencyOf({ ...reset, idempotency: { ...idempotency, fingerprint: "g" } }),
      idempotencyOf({ ...reset, idempotency, counter: "a/c" }),
      idempotencyOf({ ...reset, idempotency, kind: "delete" }),
    ];
    expect(new Set(others.map(({ key }) => key))).to.deep.equal(new Set([first.key]));
    expect(new Set([first, ...others].map(({ fingerprint }) => fingerprint)).size).to.equal(4);
    expect(idempotencyOf({ ...reset, idempotency })).to.deep.equal(first);
    expect(first.key).to.match(/^[0-9a-f]{64}$/);
  });
});

describe("readAnswer", () => {
  it("throws what the operation was refused for", () => {
    expect(readAnswer(reset, '{"value":"0"}')).to.deep.equal({ value: "0" });
    expect(() => readAnswer(reset, '{"refused":"exists"}')).to.throw(CounterExists, /a\/b/);
  });
});

describe("refusalOf", () => {
  it("takes Redis' own words for a broken key, which no client is told", () => {
    const error = refusalOf("a/b", "WRONGTYPE Operation against a key");
    expect(error).to.be.instanceOf(CounterBroken).and.not.have.property("expose");
    expect(error.message).to.contain("WRONGTYPE");
  });
});
