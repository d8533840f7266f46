import { tmpdir } from "node:os";
import { join } from "node:path";
import { takeTurn } from "./turns.ts";

/** A file of tests that needs all of the machine, as three engines do on two processors. */
const needsAll = /\.alone\.test\.ts$/;

let endTurn: (() => Promise<void>) | undefined;

/** Around each file, where files run beside each other; around all of them, where they do not. */
export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    this.timeout(0);
    const files = this.test?.parent?.suites.map(({ file }) => file ?? "") ?? [];
    endTurn = await takeTurn(
      join(tmpdir(), "tally-test-turns"),
      files.some((file) => needsAll.test(file)),
    );
  },
  async afterAll(): Promise<void> {
    await endTurn?.();
  },
};
