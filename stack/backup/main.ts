import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readBackup } from "./extract.ts";
import { failureFile } from "./failure-file.ts";
import { createMetricsServer, metricsPort } from "./metrics.ts";
import { requireRoom } from "./room.ts";
import { say } from "./say.ts";
import { runSchedule } from "./schedule.ts";
import { loadSettings } from "./settings.ts";
import { listBackups, parseBackupName } from "./store.ts";
import { type TakenBackup, takeBackup } from "./take-backup.ts";

const progress = (bytes: number) => say.sometimes("progress", { bytes });

/** What the container can be asked to do; each answers in lines of JSON. */
const tasks: Readonly<Record<string, (...args: string[]) => Promise<void>>> = {
  async schedule() {
    const stopping = new AbortController();
    for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => stopping.abort());
    const metrics = createMetricsServer(settings).listen(metricsPort);
    await runSchedule(settings, { taken, failed }, stopping.signal);
    metrics.close().closeAllConnections();
  },
  async take() {
    say("taken", { ...(await takeBackup(settings, progress)) });
  },
  async list(stack = settings.stack) {
    say("list", { backups: await listBackups(settings.folder, stack) });
  },
  async check(name = "", trust = "") {
    say("checked", { ...(await readBackup(pathOf(name), opening(trust), progress)) });
  },
  async extract(name = "", trust = "", target = "", room = "") {
    const { bytes } = await readBackup(pathOf(name), opening(trust), () => undefined);
    await requireRoom(room, bytes);
    say("extracted", { ...(await readBackup(pathOf(name), opening(trust), progress, target)) });
  },
};

const [task = "", ...args] = process.argv.slice(2);
const settings = loadSettings(process.env);
try {
  const run = tasks[task];
  if (run === undefined) throw new Error(`there is no task "${task}"`);
  await run(...args);
} catch (error) {
  say("failed", { message: (error as Error).message });
  process.exitCode = 1;
}

function taken(backup: TakenBackup): void {
  rmSync(failureFile, { force: true });
  for (const message of backup.unremoved) say("unremoved", { message });
  say("taken", { ...backup });
}

function failed(error: unknown): void {
  const { message } = error as Error;
  writeFileSync(failureFile, message);
  say("failed", { message });
}

function opening(trust: string) {
  return { key: settings.key, acceptsClear: trust === "unencrypted" };
}

/** A name leads nowhere but into the folder. */
function pathOf(name: string): string {
  if (parseBackupName(name) === undefined) throw new Error(`"${name}" is no name of a backup`);
  return join(settings.folder, name);
}
