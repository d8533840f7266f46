import type { EngineEvent } from "./engine-events.ts";

const intervalMs = 5_000;

/** Reports how much of an image has come, every five seconds at most: a short pull says nothing. */
export function createPullProgress(
  reference: string,
  report: (line: string) => void,
  now: () => number = () => performance.now(),
): (event: EngineEvent) => void {
  const layers = new Map<string, { current: number; total: number }>();
  let reportedMs = now();
  return ({ id, status, progressDetail }) => {
    const { current, total } = progressDetail ?? {};
    // The same layers count a second time when they are extracted.
    if (status !== "Downloading" || id === undefined || current === undefined || total === undefined) return;
    layers.set(id, { current, total });
    if (now() - reportedMs < intervalMs) return;
    reportedMs = now();
    const bytes = (key: "current" | "total") =>
      [...layers.values()].reduce((sum, layer) => sum + layer[key], 0);
    report(`Pulling ${reference}: ${megabytes(bytes("current"))} of ${megabytes(bytes("total"))} MB`);
  };
}

/** Megabytes as Docker's client counts them. */
export function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
