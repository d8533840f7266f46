import { formatCounterName, isBuiltIn, parseCounterName } from "../../service/counting/counter-name.ts";
import type { Counters, VoteResult } from "../../service/counting/counters.ts";
import { CounterExists, NoSuchCounter } from "../../service/errors.ts";

export interface FakeCounters extends Counters {
  counts: { visits: bigint; pageViews: bigint; votes: bigint };
  /** The values of all other counters by `namespace/key`. */
  values: Map<string, bigint>;
  /** While set, everything rejects with it. */
  failure: Error | undefined;
}

/** Counts in memory. */
export function createFakeCounters(): FakeCounters {
  const counts = { visits: 0n, pageViews: 0n, votes: 0n };
  const values = new Map<string, bigint>();
  const undoable = new Map<string, number>();

  function check(): void {
    if (fake.failure) throw fake.failure;
  }

  function valueAt(counter: string): bigint | undefined {
    if (counter === "tally/visits") return counts.visits;
    if (counter === "tally/total_visitors") return counts.pageViews;
    return counter === "tally/votes" ? counts.votes : values.get(counter);
  }

  function store(counter: string, value: bigint): bigint {
    if (counter === "tally/visits") counts.visits = value;
    else if (counter === "tally/total_visitors") counts.pageViews = value;
    else if (counter === "tally/votes") counts.votes = value;
    else values.set(counter, value);
    return value;
  }

  function existing(counter: string): bigint {
    check();
    const value = valueAt(counter);
    if (value === undefined) throw new NoSuchCounter(counter);
    return value;
  }

  function afterVote(counted: boolean, change: 1 | -1, voter?: string): VoteResult {
    const left = (undoable.get(voter ?? "") ?? 0) + (counted ? change : 0);
    if (voter !== undefined) undoable.set(voter, left);
    if (counted) counts.votes += BigInt(change);
    return { votes: counts.votes, counted, undoable: voter === undefined ? 0 : left };
  }

  const fake: FakeCounters = {
    counts,
    values,
    failure: undefined,
    async visit(weight) {
      check();
      counts.visits += weight;
      return { visits: counts.visits, totalVisitors: counts.pageViews };
    },
    async pageView(weight) {
      check();
      counts.pageViews += weight;
      return { ...counts };
    },
    async vote(voter) {
      check();
      const counted = !(voter?.once && (undoable.get(voter.hash) ?? 0) > 0);
      return afterVote(counted, 1, voter?.hash);
    },
    async undoVote({ hash }) {
      check();
      return afterVote((undoable.get(hash) ?? 0) > 0, -1, hash);
    },
    async undoableVotes(voterHash) {
      check();
      return undoable.get(voterHash) ?? 0;
    },
    async hit(name, by, { byOwner = false } = {}) {
      const counter = formatCounterName(name);
      if (byOwner && valueAt(counter) === undefined) store(counter, 0n);
      return store(counter, existing(counter) + by);
    },
    async create(name, value) {
      check();
      const counter = formatCounterName(name);
      if (valueAt(counter) !== undefined) throw new CounterExists(counter);
      return store(counter, value);
    },
    async set(name, value) {
      existing(formatCounterName(name));
      return store(formatCounterName(name), value);
    },
    async reset(name) {
      existing(formatCounterName(name));
      return store(formatCounterName(name), 0n);
    },
    async delete(name) {
      existing(formatCounterName(name));
      values.delete(formatCounterName(name));
    },
    async read(names) {
      check();
      return names.map((name) => ({ name, value: valueAt(formatCounterName(name)) }));
    },
    async list(prefix, after = "", limit) {
      check();
      const found = [...values.keys()].sort().filter((name) => name.startsWith(prefix) && name > after);
      const counters = found
        .slice(0, limit)
        .map((name) => ({ name: parseCounterName(name), value: values.get(name) }));
      return { counters, next: found.length > limit ? found[limit - 1] : undefined };
    },
    async history(name) {
      const value = existing(formatCounterName(name));
      return { value, hours: [], beforeHours: value, days: [], beforeDays: value };
    },
    async uniques(name) {
      existing(formatCounterName(name));
      return isBuiltIn(name) ? { total: 0, days: [] } : undefined;
    },
    async *exportRecords(after = "") {
      check();
      for (const counter of [...values.keys()].sort().filter((name) => name > after)) {
        yield { counter, value: String(values.get(counter)), settings: {}, hours: {}, days: {} };
      }
    },
    async importRecord({ counter, value }) {
      check();
      store(counter, BigInt(value));
    },
  };
  return fake;
}
