import { readFile } from "node:fs/promises";
import { failureFile } from "./failure-file.ts";
import { lateness } from "./lateness.ts";
import { loadSettings } from "./settings.ts";

const settings = loadSettings(process.env);
const { ageSeconds, isLate } = await lateness(settings);
const failure = (await readFile(failureFile, "utf8").catch(() => "")).trim();
const age =
  ageSeconds === undefined ? "there is no backup yet" : `the newest backup is ${hours(ageSeconds)} old`;
console.log(
  `${age}; one is due every ${hours(settings.intervalSeconds)}${failure && `; the last one failed: ${failure}`}`,
);
if (isLate) process.exitCode = 1;

function hours(seconds: number): string {
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
