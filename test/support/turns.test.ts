import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { takeTurn } from "./turns.ts";

/** Turns of one process each: this one, its parent and the first of the machine are all alive. */
const [one, another, third] = [process.pid, process.ppid, 1];

describe("takeTurn", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "tally-turns-"));
  });

  afterEach(() => rm(directory, { recursive: true }));

  const take = (pid: number, alone: boolean) => takeTurn(directory, alone, pid);
  /** Expects that it is still waiting after some looks. */
  async function expectToWait(turn: Promise<unknown>): Promise<void> {
    expect(await Promise.race([turn.then(() => false), sleep(500, true)])).to.equal(true);
  }

  it("lets many work beside each other", async () => {
    for (const pid of [one, another, third]) await take(pid, false);
  });

  it("lets one be alone when the others are done, and the others on when it is", async () => {
    const end = await take(one, false);
    const alone = take(another, true);
    await expectToWait(alone);
    const late = take(third, false);
    await expectToWait(late);
    await end();
    const endAlone = await alone;
    await expectToWait(late);
    await endAlone();
    await late;
  });

  it("lets two be alone one after the other", async () => {
    const turns = [take(one, true), take(another, true)];
    const end = await Promise.race(turns);
    await expectToWait(Promise.all(turns));
    await end();
    await Promise.all(turns);
  });

  it("lets the lower of two be alone first, though the other has waited longer", async () => {
    const [low, high] = [another, one].toSorted((a, b) => a - b) as [number, number];
    const end = await take(third, false);
    const later = take(high, true);
    await expectToWait(later);
    const first = take(low, true);
    await expectToWait(first);
    await end();
    const endFirst = await first;
    await expectToWait(later);
    await endFirst();
    await later;
  });

  it("waits for nobody who was killed", async () => {
    const child = spawn("true");
    await new Promise((resolve) => child.once("exit", resolve));
    await writeFile(join(directory, `alone-${child.pid}`), "");
    await take(one, false);
  });
});
