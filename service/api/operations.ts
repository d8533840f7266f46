import type { HitArgs } from "./hit.ts";
import type { Operation } from "./operation.ts";
import { type CreateCounterArgs, createCounter } from "./operations/create-counter.ts";
import { type DeleteCounterArgs, deleteCounter } from "./operations/delete-counter.ts";
import { type ExportCountersArgs, exportCounters } from "./operations/export-counters.ts";
import { hitCounter } from "./operations/hit-counter.ts";
import { type ImportCountersArgs, importCounters } from "./operations/import-counters.ts";
import { type ListCountersArgs, listCounters } from "./operations/list-counters.ts";
import { type ReadCounterArgs, readCounter } from "./operations/read-counter.ts";
import { type ReadHistoryArgs, readHistory } from "./operations/read-history.ts";
import { type ReadValuesArgs, readValues } from "./operations/read-values.ts";
import { type ReadVisitorsArgs, readVisitors } from "./operations/read-visitors.ts";
import { type ResetCounterArgs, resetCounter } from "./operations/reset-counter.ts";
import { type SetCounterArgs, setCounter } from "./operations/set-counter.ts";

export type ApiArgs = CreateCounterArgs &
  DeleteCounterArgs &
  ExportCountersArgs &
  HitArgs &
  ImportCountersArgs &
  ListCountersArgs &
  ReadCounterArgs &
  ReadHistoryArgs &
  ReadValuesArgs &
  ReadVisitorsArgs &
  ResetCounterArgs &
  SetCounterArgs;

/** Everything under /api/v1. */
export function apiOperations(args: ApiArgs): readonly Operation[] {
  return [
    hitCounter(args),
    readCounter(args),
    readValues(args),
    listCounters(args),
    createCounter(args),
    setCounter(args),
    resetCounter(args),
    deleteCounter(args),
    readHistory(args),
    readVisitors(args),
    exportCounters(args),
    importCounters(args),
  ];
}
