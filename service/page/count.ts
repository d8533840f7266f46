import type { VisitCounts } from "../counting/counters.ts";
import { renderFigures } from "./figures.ts";
import { renderPage } from "./layout.ts";

/** The answer to a visit, for people. */
export function renderCount({ visits, totalVisitors }: VisitCounts): string {
  const figures = renderFigures([
    { id: "visits", label: "Visits", value: visits },
    { id: "total-visitors", label: "Total visitors", value: totalVisitors },
  ]);
  return renderPage("Visits – Tally", `<h1>Visits to this page</h1>\n${figures}`);
}
