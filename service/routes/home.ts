import { htmlAnswer } from "../api/answers.ts";
import type { OperationDocument } from "../api/operation.ts";
import { documentRefusals } from "../api/refusals.ts";
import { type Keys, needsKey } from "../api/rights.ts";
import type { Context, Middleware } from "../context.ts";
import { totalVisitors } from "../counting/counter-name.ts";
import type { Counters } from "../counting/counters.ts";
import type { Live } from "../live/live.ts";
import { isPrefetch } from "../middleware/hit-weight.ts";
import { renderHome } from "../page/home.ts";
import { keepReading } from "../page/kept-reading.ts";
import { originOf } from "../page/origin.ts";
import { isVoteOutcome, type VoteOutcome } from "../page/voting.ts";
import { withTimeLimit } from "../time-limit.ts";

export interface HomeArgs {
  readonly counters: Pick<Counters, "pageView" | "history" | "uniques" | "undoableVotes">;
  /** A browser has none: what needs one is left out. */
  readonly keys: Keys;
  readonly live: Pick<Live, "mostStreams">;
  /** How long a visitor is kept waiting for the numbers. */
  readonly patienceMs?: number;
  /** The time, in milliseconds since the epoch. */
  readonly now?: () => number;
}

const historyLifeMs = 1000;

/** The page is for people: it comes in time, with or without the numbers. */
export function home({ counters, keys, live, patienceMs = 1000, now = Date.now }: HomeArgs): Middleware {
  const readHistory = keepReading(() => counters.history(totalVisitors), historyLifeMs);
  const readVisitors = keepReading(() => counters.uniques(totalVisitors), historyLifeMs);

  const countPageView = async ({ state }: Context) => counters.pageView(state.weight, await state.visitor());

  return async function showHome(ctx) {
    const endMs = performance.now() + patienceMs;
    const inTime = <T>(reading: Promise<T>) =>
      orNothing(ctx, withTimeLimit(reading, endMs - performance.now()));

    const counts = await inTime(countPageView(ctx));
    const [history, visitors, undoable = 0] = counts
      ? await Promise.all([
          inTime(readHistory()),
          inTime(readVisitors()),
          inTime(ctx.state.voter().then((voter) => counters.undoableVotes(voter))),
        ])
      : [];
    ctx.body = renderHome({
      counts,
      history,
      visitors,
      undoable,
      outcome: outcomeOf(ctx),
      origin: originOf(ctx.req.headers),
      mayRead: !needsKey(keys, "read"),
      isLive: !needsKey(keys, "read") && live.mostStreams > 0,
      uncountedAhead: ctx.state.weight === 0n && isPrefetch(ctx),
      mayHit: !needsKey(keys, "hit"),
      nowMs: now(),
    });
    ctx.type = "html";
  };
}

export const homeDocument: OperationDocument = {
  tags: ["The page"],
  summary: "Look at the page",
  description: "Counts a page view. Comes without the numbers while counting is paused.",
  responses: { 200: htmlAnswer("The page."), ...documentRefusals([500]) },
};

function outcomeOf(ctx: Context): VoteOutcome | undefined {
  const outcome = new URLSearchParams(ctx.querystring).get("vote") ?? "";
  return isVoteOutcome(outcome) ? outcome : undefined;
}

async function orNothing<T>(ctx: Context, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    ctx.state.failure = error;
    return undefined;
  }
}
