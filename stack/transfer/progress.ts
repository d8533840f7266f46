import { SingleBar } from "cli-progress";

/** Shows on the terminal how far a transfer is; elsewhere it shows nothing. */
export interface Progress {
  /** @param bytes how much has passed, of the total */
  update(counters: number, bytes: number): void;
  stop(): void;
}

const megabyte = 1_000_000;

export const noProgress: Progress = { update: () => undefined, stop: () => undefined };

/** @param totalBytes undefined where nobody knows how much there is to come */
export function createProgress(doing: string, totalBytes?: number): Progress {
  if (!process.stderr.isTTY) return noProgress;
  const share = totalBytes === undefined ? "" : " {bar} {percentage}% |";
  const bar = new SingleBar({
    format: `${doing}${share} {counters} counters | {megabytes} MB | {duration_formatted}`,
    stream: process.stderr,
    hideCursor: true,
    barCompleteChar: "█",
    barIncompleteChar: "░",
  });
  bar.start(totalBytes ?? 0, 0, { counters: 0, megabytes: "0.0" });
  return {
    update: (counters, bytes) => bar.update(bytes, { counters, megabytes: (bytes / megabyte).toFixed(1) }),
    stop: () => bar.stop(),
  };
}
