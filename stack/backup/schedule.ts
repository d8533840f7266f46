import { setTimeout as sleep } from "node:timers/promises";
import { lateness } from "./lateness.ts";
import type { BackupSettings } from "./settings.ts";
import { type TakenBackup, takeBackup } from "./take-backup.ts";

export interface ScheduleEvents {
  taken(backup: TakenBackup): void;
  failed(error: unknown): void;
}

/** The longest pause after a failure, in seconds. */
const longestPauseSeconds = 600;

/**
 * Makes a backup whenever one is due, until it is aborted. A failure is tried
 * again: soon at first, then less often.
 */
export async function runSchedule(
  settings: BackupSettings,
  events: ScheduleEvents,
  signal: AbortSignal,
): Promise<void> {
  const { intervalSeconds } = settings;
  const shortest = Math.min(10, intervalSeconds);
  let pause = shortest;
  let rest = await firstRest(settings);
  while (!signal.aborted) {
    try {
      await pauseFor(rest, signal);
      events.taken(await takeBackup(settings));
      [rest, pause] = [intervalSeconds, shortest];
    } catch (error) {
      if (signal.aborted) return;
      events.failed(error);
      rest = pause;
      pause = Math.min(pause * 2, intervalSeconds, longestPauseSeconds);
    }
  }
}

/** A schedule that starts anew goes on where it was. */
async function firstRest(settings: BackupSettings): Promise<number> {
  const { ageSeconds } = await lateness(settings).catch(() => ({ ageSeconds: undefined }));
  // One of the future is from another clock.
  if (ageSeconds === undefined || ageSeconds < 0) return 0;
  return Math.max(0, settings.intervalSeconds - ageSeconds);
}

/** Longer than a timer can be, and never by the clock of the wall, which may jump. */
async function pauseFor(seconds: number, signal: AbortSignal): Promise<void> {
  const endMs = performance.now() + seconds * 1000;
  for (let leftMs = seconds * 1000; leftMs > 0; leftMs = endMs - performance.now()) {
    await sleep(Math.min(leftMs, 3_600_000), undefined, { signal });
  }
}
