import { type Answer, readAnswers } from "./answers.ts";
import { exchange, silenceMs } from "./exchange.ts";
import { faultsOf } from "./faults.ts";
import type { MalformedRequest } from "./malformed-requests.ts";

export interface FuzzReport {
  readonly sent: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<number, number>>;
  /** What is wrong, with the request that shows it. */
  readonly faults: readonly string[];
}

const atOnce = 64;
/** How long the first byte of an answer may take that there has to be. */
const answerLimitMs = 10_000;
/** A run in which everything fails shall still be one to read. */
const mostFaults = 50;

/** Sends all requests, each on a connection of its own, and judges every answer. */
export async function runFuzz(port: number, requests: Iterable<MalformedRequest>): Promise<FuzzReport> {
  const statuses: Record<number, number> = {};
  const faults: string[] = [];
  let sent = 0;

  function report({ name, bytes }: MalformedRequest, found: readonly string[]): void {
    const begin = JSON.stringify(bytes.subarray(0, 200).toString("latin1"));
    for (const fault of found) if (faults.length < mostFaults) faults.push(`${name}: ${fault}\n  ${begin}`);
  }

  async function send(request: MalformedRequest): Promise<void> {
    const { mayBeSilent, bytes } = request;
    const { received, ended, failure } = await exchange(port, bytes, mayBeSilent ? silenceMs : answerLimitMs);
    const answers: Answer[] = readAnswers(received);
    sent += 1;
    for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
    report(request, answers.flatMap(faultsOf));
    if (failure !== undefined) report(request, [`got no answer: ${failure}`]);
    else if (answers.length === 0 && !mayBeSilent) report(request, ["got no answer"]);
    if (!ended) report(request, ["the connection stayed open"]);
  }

  const left = requests[Symbol.iterator]();
  const sender = async () => {
    for (let next = left.next(); !next.done; next = left.next()) await send(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return { sent, statuses, faults };
}
