import { expect } from "chai";
import { createBatch, type Hit } from "../../../service/counting/batch.ts";
import { type Leftover, settle } from "../../../service/counting/settlement.ts";
import { CounterBroken, CounterExists, NoSuchCounter, TooManyCounters } from "../../../service/errors.ts";

const visit: Hit = { counter: "visits", by: 1n };
const vote: Hit = { counter: "votes", by: 1n };
const readVotes: Hit = { counter: "votes", by: 0n };

/** What every hit was answered, undefined for those that were not. */
function answersOf(hits: Hit[], reply: string[]): { answers: unknown[]; leftover: Leftover } {
  const answers: unknown[] = hits.map(() => undefined);
  const batch = createBatch();
  for (const [position, hit] of hits.entries()) {
    const answer = (given: unknown) => {
      answers[position] = given;
    };
    batch.addHit(hit, { resolve: answer, reject: answer });
  }
  return { leftover: settle(batch, reply), answers };
}

function share(hits: Hit[], ...values: string[]): unknown[] {
  return answersOf(hits, ["counted", ...values]).answers;
}

describe("settle", () => {
  it("gives every hit its own number, without a gap, in the order of arrival", () => {
    expect(share([visit, visit, visit], "10")).to.deep.equal([[8n], [9n], [10n]]);
  });

  it("shows a read what the hits before it have added, and no later ones", () => {
    expect(share([readVotes, vote, readVotes, vote], "7")).to.deep.equal([[5n], [6n], [6n], [7n]]);
  });

  it("counts each counter on its own", () => {
    const visitAndRead = { ...visit, reads: ["votes"] };
    const answers = share([visitAndRead, vote, visitAndRead], "2", "1");
    expect(answers).to.deep.equal([[1n, 0n], [1n], [2n, 1n]]);
  });

  it("is exact beyond 2^53", () => {
    const last = 2n ** 63n - 1n;
    expect(share([visit, visit], String(last))).to.deep.equal([[last - 1n], [last]]);
  });

  it("rejects the hits of a counter that is missing, and no others", () => {
    const [missing, counted] = share([vote, visit], "!0 missing", "5");
    expect(missing).to.be.instanceOf(NoSuchCounter);
    expect(counted).to.deep.equal([5n]);
    expect(share([vote], "!0 full")[0]).to.be.instanceOf(TooManyCounters);
  });

  it("shows the value of a counter that was refused to hits that read it", () => {
    const visitAndRead = { ...visit, reads: ["votes"] };
    expect(share([vote, visitAndRead], "!40 ERR broken", "5")[1]).to.deep.equal([5n, 40n]);
  });

  it("shows it to hits that add nothing to it themselves", () => {
    expect(share([readVotes, vote], "!40 ERR broken")[0]).to.deep.equal([40n]);
    expect(share([readVotes], "!0 missing")[0]).to.be.instanceOf(NoSuchCounter);
  });

  it("leaves over, each on its own, the hits that are too much together", () => {
    const { answers, leftover } = answersOf(
      [vote, visit, { ...vote, by: 7n }],
      ["counted", "!9 overflow", "1"],
    );
    expect(answers).to.deep.equal([undefined, [1n], undefined]);
    expect(leftover.hits).to.deep.equal([]);
    expect(leftover.operations.map(({ operation }) => operation)).to.deep.equal([
      { kind: "hit", counter: "votes", by: "1", visitors: [], mayCreate: false, reads: [] },
      { kind: "hit", counter: "votes", by: "7", visitors: [], mayCreate: false, reads: [] },
    ]);
  });

  it("leaves over the hits that have nothing to do with a broken key", () => {
    const both = { ...visit, reads: ["votes"] };
    const { answers, leftover } = answersOf([visit, vote, both, visit], ["refused", "", "ERR broken"]);
    expect(answers[1]).to.be.instanceOf(CounterBroken);
    expect(answers[2]).to.be.instanceOf(CounterBroken);
    expect(leftover.hits.map(({ hit }) => hit)).to.deep.equal([visit, visit]);
  });

  it("gives every operation its own answer", () => {
    const batch = createBatch();
    const answers: unknown[] = [];
    const waiter = {
      resolve: (answer: unknown) => answers.push(answer),
      reject: (e: unknown) => answers.push(e),
    };
    batch.addOperation({ kind: "set", counter: "a/b", value: "5" }, waiter);
    batch.addOperation({ kind: "create", counter: "a/c", value: "5", settings: {} }, waiter);
    settle(batch, ["counted", '{"value":"5"}', '{"refused":"exists"}']);
    expect(answers[0]).to.deep.equal({ value: "5" });
    expect(answers[1]).to.be.instanceOf(CounterExists);
  });
});
