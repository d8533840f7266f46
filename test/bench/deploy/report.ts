import { availableParallelism } from "node:os";
import { number, percent } from "../figures.ts";
import { medianOf, quantilesOf } from "../quantiles.ts";
import { renderTable } from "../table.ts";
import type { Campaign } from "./campaign.ts";
import { type Count, isExact } from "./ledger.ts";
import type { Recording } from "./recording.ts";
import { summarize } from "./summary.ts";

const head = [
  "update",
  "times",
  "median s",
  "to no-op",
  "requests",
  "failed",
  "p50 ms",
  "p99 ms",
  "p99 at rest",
  "ratio",
];

/** What a campaign has come to, as text. */
export function renderCampaign(campaign: Campaign, requestsPerSecond: number): string {
  const rows = summarize(campaign).map((kind) => [
    kind.kind,
    String(kind.times),
    number(kind.medianMs === undefined ? undefined : kind.medianMs / 1000, 2),
    number(kind.toNoOp, 2),
    String(kind.sent),
    String(kind.failed),
    number(kind.during?.p50, 1),
    number(kind.during?.p99, 1),
    number(kind.atRest?.p99, 1),
    number(kind.p99Ratio, 2),
  ]);
  const { sent, failures, counts, problem } = campaign;
  return [
    renderTable(head, rows),
    "",
    `${sent} requests at ${requestsPerSecond}/s, ${failures.length} failed; the p99 at rest is that of the rests before and after.`,
    ...counts.map(renderCount),
    ...(campaign.rests.length > 0 ? [renderMachine(campaign)] : []),
    ...failures.slice(0, 10).map((failure) => `Failed: ${failure}`),
    ...(problem === undefined ? [] : [`Ended early: ${problem}`]),
  ].join("\n");
}

function renderCount(count: Count): string {
  const { counter, acknowledged, distinct, stored } = count;
  const verdict = isExact(count) ? "exact" : "NOT EXACT";
  return `${counter}: ${acknowledged} acknowledged, ${distinct} different numbers, ${stored} stored: ${verdict}.`;
}

function renderMachine({ updates, rests }: Campaign): string {
  const during = updates.map(({ recording }) => recording);
  return [
    `${availableParallelism()} processors, at rest ${renderBusy(rests)}.`,
    ...(during.length > 0 ? [`During updates ${renderBusy(during)}.`] : []),
  ].join("\n");
}

function renderBusy(recordings: readonly Recording[]): string {
  const machine = recordings.map(({ machineBusy }) => machineBusy).sort((a, b) => a - b);
  const generator = medianOf(recordings.map(({ generatorBusy }) => generatorBusy));
  const late = quantilesOf(recordings.flatMap(({ latenessMs }) => latenessMs));
  return [
    `${percent(medianOf(machine))} busy (${percent(machine[0])} to ${percent(machine.at(-1))})`,
    `the generator ${percent(generator)}`,
    `its timers late by ${number(late?.p50, 1)} ms (p50) and ${number(late?.p99, 1)} ms (p99)`,
  ].join(", ");
}
