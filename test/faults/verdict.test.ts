import { expect } from "chai";
import { killProxy, killReplica, replicaOutOfMemory } from "./process-faults.ts";
import type { Count, Outcome } from "./trial.ts";
import { lostOf, problemsOf } from "./verdict.ts";

const exact: Count = { acknowledged: 100, distinct: 100, counted: 100 };
const kept: Outcome = {
  fault: killReplica,
  sent: 200,
  failures: [],
  inFlight: 3,
  visits: exact,
  votes: exact,
  longestOutageMs: 20,
  longestWaitMs: 20,
  page: { failures: [], longestWaitMs: 20 },
  peakMegabytes: 100,
  recoveredMs: 1000,
};

describe("problemsOf", () => {
  it("has nothing to say of a stack that kept its promises", () => {
    expect(problemsOf(kept)).to.deep.equal([]);
  });

  it("allows for requests that were counted and got no answer, of their own counter alone", () => {
    const votes = { ...exact, counted: 101 };
    expect(problemsOf({ ...kept, votes, failures: ["POST /vote (kept): Error"] })).to.deep.equal([]);
    expect(problemsOf({ ...kept, votes, failures: ["GET /count (kept): Error"] })).to.deep.equal([
      "1 votes were counted that nobody was told of, 0 requests failed",
    ]);
  });

  const broken: Readonly<Record<string, Partial<Outcome>>> = {
    "100 visits were acknowledged, 99 were counted": { visits: { ...exact, counted: 99 } },
    "1 of votes were handed out twice": { votes: { ...exact, distinct: 99 } },
    "no visits were acknowledged": { visits: { acknowledged: 0, distinct: 0, counted: 0 } },
    "it did not recover": { recoveredMs: undefined },
    "a request waited 20001 ms": { longestWaitMs: 20_001 },
    "the page failed: status 502": { page: { failures: ["status 502"], longestWaitMs: 20 } },
    "the page took 10001 ms": { page: { failures: [], longestWaitMs: 10_001 } },
    "no replica's memory was seen": { peakMegabytes: 0 },
    "a replica took 201 MB": { peakMegabytes: 201 },
  };

  for (const [problem, change] of Object.entries(broken)) {
    it(`says: ${problem}`, () => {
      const problems = problemsOf({ ...kept, ...change });
      expect(problems).to.have.length(1);
      expect(problems[0]).to.contain(problem);
    });
  }

  it("asks for no page of a dead proxy, and for no memory of what is filled on purpose", () => {
    const page = { failures: ["ECONNREFUSED"], longestWaitMs: 20_000 };
    expect(problemsOf({ ...kept, fault: killProxy, page })).to.deep.equal([]);
    expect(problemsOf({ ...kept, fault: replicaOutOfMemory, peakMegabytes: 256 })).to.deep.equal([]);
  });
});

describe("lostOf", () => {
  it("is what was acknowledged and is not there", () => {
    expect([exact, { ...exact, counted: 90 }, { ...exact, counted: 110 }].map(lostOf)).to.deep.equal([
      0, 10, 0,
    ]);
  });
});
