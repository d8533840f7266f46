import { CounterBroken, NoSuchCounter, OutOfRange, VotesCountOnce } from "../errors.ts";
import {
  type CounterName,
  formatCounterName,
  isBuiltIn,
  isReserved,
  totalVisitors,
  visits,
  votes,
} from "./counter-name.ts";
import type { Counters, HitOptions } from "./counters.ts";
import type { Counting } from "./counting.ts";
import { createHistories, type HistoryArgs } from "./history.ts";
import { most } from "./integer.ts";
import { createOwnerActions } from "./owner-actions.ts";
import { createReader, type ReaderArgs } from "./reader.ts";
import { createRecords } from "./records.ts";
import { createValues } from "./values.ts";
import { createVotes } from "./votes.ts";

export interface CountersArgs extends HistoryArgs, ReaderArgs {
  readonly counting: Pick<Counting, "count" | "run">;
  /** Whether the built-in counters count their unique visitors. */
  readonly uniqueVisitors?: boolean;
  /** Whether a visitor's votes count once: then nobody but the owner votes by a plain hit. */
  readonly votesOnce?: boolean;
}

const [visitsName, pageViewsName, votesName] = [visits, totalVisitors, votes].map(formatCounterName) as [
  string,
  string,
  string,
];
const besidesVisits = [pageViewsName];
const besidesPageViews = [votesName, visitsName];

/** The counters in Redis. */
export function createCounters({
  uniqueVisitors = true,
  votesOnce = false,
  ...args
}: CountersArgs): Counters {
  const { counting } = args;
  const reader = createReader(args);
  const values = createValues(reader);
  const histories = createHistories(reader, args);

  /** Who is to be added to the unique visitors of a built-in counter. */
  function known(visitor: string | undefined): string | undefined {
    return uniqueVisitors ? visitor : undefined;
  }

  async function hit(name: CounterName, by: bigint, options: HitOptions = {}): Promise<bigint> {
    if (by < 1n || by > most) throw new OutOfRange("The amount", 1n, most);
    const counter = formatCounterName(name);
    if (isReserved(name)) throw new NoSuchCounter(counter);
    const { byOwner = false, idempotency } = options;
    if (votesOnce && counter === votesName && !byOwner) throw new VotesCountOnce();
    const visitor = isBuiltIn(name) ? known(options.visitor) : options.visitor;
    if (idempotency === undefined) {
      const [value = 0n] = await counting.count({ counter, by, visitor, mayCreate: byOwner });
      return value;
    }
    const visitors = visitor === undefined ? [] : [visitor];
    const hit = { kind: "hit", counter, by: String(by), visitors, mayCreate: byOwner, reads: [] } as const;
    const { values } = await counting.run({ ...hit, idempotency });
    return BigInt(values?.[0] ?? 0);
  }

  return {
    async visit(by, visitor) {
      const visit = { counter: visitsName, by, visitor: known(visitor), reads: besidesVisits };
      const [visits = 0n, totalVisitors = 0n] = await counting.count(visit);
      return { visits, totalVisitors };
    },
    async pageView(by, visitor) {
      const view = { counter: pageViewsName, by, visitor: known(visitor) };
      try {
        const [pageViews, votes, visits] = await counting.count({ ...view, reads: besidesPageViews });
        return { pageViews, votes, visits };
      } catch (error) {
        if (!(error instanceof CounterBroken)) throw error;
        // Nothing was counted: the view is, without those that are read beside it.
        const [pageViews] = await counting.count(view).catch(nothingOf);
        const others = await values.read([votes, visits]);
        return { pageViews, votes: others[0]?.value, visits: others[1]?.value };
      }
    },
    hit,
    ...createVotes(counting),
    ...createOwnerActions(counting),
    ...values,
    history: histories.history,
    ...createRecords(reader, counting, args),
    async uniques(name) {
      const found = await histories.uniques(name);
      return isBuiltIn(name) && !uniqueVisitors ? undefined : found;
    },
  };
}

function nothingOf(error: unknown): bigint[] {
  if (error instanceof CounterBroken) return [];
  throw error;
}
