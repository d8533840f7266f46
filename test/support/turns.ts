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
 * counts for nothing. Each says so before it looks at the others. Who wants to be
 * alone goes first, of several the one with the lowest number: all others step back
 * until it is done.
 *
 * @returns what ends the turn
 * @throws Error when it has not come after an hour
 */
export async function takeTurn(
  directory: string,
  alone: boolean,
  pid = process.pid,
): Promise<() => Promise<void>> {
  const own = join(directory, alone ? `${alonePrefix}${pid}` : String(pid));
  const others = async () =>
    (await readdir(directory)).filter((name) => pidOf(name) !== pid && isAlive(pidOf(name)));
  const isBehind = async () =>
    (await others()).some((name) => isAlone(name) && (!alone || pidOf(name) < pid));
  const end = () => rm(own, { force: true });

  async function look(): Promise<boolean> {
    if (!(await isBehind())) {
      await writeFile(own, "");
      if (!(await isBehind())) return !alone || (await others()).length === 0;
    }
    await end();
    return false;
  }

  await mkdir(directory, { recursive: true });
  try {
    await until(look, patienceMs, everyMs);
  } catch (error) {
    await end();
    throw new Error(`processes ${(await others()).join(", ")} are still at work`, { cause: error });
  }
  return end;
}

function isAlone(name: string): boolean {
  return name.startsWith(alonePrefix);
}

function pidOf(name: string): number {
  return Number(isAlone(name) ? name.slice(alonePrefix.length) : name);
}
