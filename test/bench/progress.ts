import { Presets, SingleBar } from "cli-progress";

/** Says how far the run is, on standard error. */
export interface Progress {
  start(requests: number): void;
  show(sent: number, failed: number, doing: string): void;
  stop(): void;
}

/** @param things what the run is made of */
export function createProgress(things = "requests"): Progress {
  const bar = new SingleBar(
    {
      format: `{bar} {percentage}% | {value}/{total} ${things}, {failed} failed | {doing}`,
      stream: process.stderr,
      hideCursor: true,
      fps: 4,
      // A log gets a line now and then instead.
      noTTYOutput: true,
      notTTYSchedule: 10_000,
    },
    Presets.shades_classic,
  );
  return {
    start: (requests) => bar.start(requests, 0, { failed: 0, doing: "" }),
    show: (sent, failed, doing) => bar.update(Math.min(sent, bar.getTotal()), { failed, doing }),
    stop: () => bar.stop(),
  };
}
