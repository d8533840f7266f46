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
  it("names the counter that is broken, the key where it is known, and the cure", () => {
    const broken = refusalOf("tally/visits", "ERR value is not an integer");
    expect(broken).to.be.instanceOf(CounterBroken).and.include({ status: 500, expose: true });
    expect(broken.message).to.match(
      /^The counter tally\/visits is broken: its key visits in Redis .*reset it/,
    );
    const other = refusalOf("a/b", "WRONGTYPE Operation against a key script: 1a2b, on @user_script:12.");
    expect(other.message).to.match(/^The counter a\/b .* "WRONGTYPE Operation against a key"\. .*reset it/);
  });
});
