import { SingleBar } from "cli-progress";

/** Shows on the terminal how many data have passed; elsewhere it shows nothing. */
export interface DataProgress {
  update(bytes: number): void;
  stop(): void;
}

export function createDataProgress(doing: string): DataProgress {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: `${doing} {megabytes} MB | {duration_formatted}`,
    stream: process.stderr,
    hideCursor: true,
  });
  bar.start(0, 0, { megabytes: "0.0" });
  return {
    update: (bytes) => bar.update(bytes, { megabytes: (bytes / 1_000_000).toFixed(1) }),
    stop: () => bar.stop(),
  };
}
