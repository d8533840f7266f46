import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "../../stack/process-alive.ts";
import { until } from "./until.ts";

const alonePrefix = "alone-";
/** More than a whole run of the tests takes, and how often to look. */
const [patienceMs, everyMs] = [3_600_000, 200];

/**
 * Waits until this process may work beside others, or alone.
 *
 * Who is at work says so by a file named after its process; one that was killed
 * counts for nothing. Each says so before it looks at the others, and who wants
 * to be alone goes first: the others step back until it is done.
 *
 * @returns what ends the turn
 */
export async function takeTurn(
  directory: string,
  alone: boolean,
  pid = process.pid,
): Promise<() => Promise<void>> {
  const own = alone ? `${alonePrefix}${pid}` : String(pid);
  const end = () => rm(join(directory, own), { force: true });
  const othersWhere = async (isMeant: (name: string) => boolean) =>
    (await readdir(directory)).some((name) => name !== own && isAlive(pidOf(name)) && isMeant(name));
  const isAhead = (name: string) => isAlone(name) && (!alone || pidOf(name) < pid);

  await mkdir(directory, { recursive: true });
  const stepForward = async () => {
    if (await othersWhere(isAhead)) return false;
    await writeFile(join(directory, own), "");
    if (!(await othersWhere(isAhead))) return true;
    await end();
    return false;
  };
  await until(stepForward, patienceMs, everyMs);
  if (alone) await until(async () => !(await othersWhere(() => true)), patienceMs, everyMs);
  return end;
}

function isAlone(name: string): boolean {
  return name.startsWith(alonePrefix);
}

function pidOf(name: string): number {
  return Number(isAlone(name) ? name.slice(alonePrefix.length) : name);
}
