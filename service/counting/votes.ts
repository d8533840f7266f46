import { formatCounterName, votes as votesName } from "./counter-name.ts";
import type { Counters, Idempotency, VoteResult, Voter } from "./counters.ts";
import type { Counting } from "./counting.ts";
import type { OperationAnswer } from "./operations.ts";

const counter = formatCounterName(votesName);
const daySeconds = 24 * 60 * 60;

export function createVotes(counting: Pick<Counting, "count" | "run">): Pick<Counters, "vote" | "undoVote"> {
  async function vote(voter?: Voter, idempotency?: Idempotency): Promise<VoteResult> {
    if (voter === undefined && idempotency === undefined) {
      const [votes = 0n] = await counting.count({ counter, by: 1n });
      return { votes, counted: true, undoable: 0 };
    }
    const seconds = voter?.windowSeconds || daySeconds;
    const who = voter && { voter: voter.hash, seconds, once: voter.once };
    return resultOf(await counting.run({ kind: "vote", counter, ...who, idempotency }));
  }

  async function undoVote({ hash }: Voter, idempotency?: Idempotency): Promise<VoteResult> {
    return resultOf(await counting.run({ kind: "undoVote", counter, voter: hash, idempotency }));
  }

  return { vote, undoVote };
}

function resultOf({ value = "0", counted = false, undoable = 0 }: OperationAnswer): VoteResult {
  return { votes: BigInt(value), counted, undoable };
}
