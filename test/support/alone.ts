import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { takeTurn } from "./turns.ts";

/** The tests that deploy stacks, which would starve beside one that needs most of the machine. */
const deploys = /\/e2e\/.*\.test\.ts$/;
/** Those of them that need most of it, as three engines do of two processors. */
const needsMost = /\/e2e\/.*\.alone\.test\.ts$/;

let endTurn: (() => Promise<void>) | undefined;

/** Around each file, where files run beside each other; around all of them, where they do not. */
export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    this.timeout(0);
    const files = this.test?.parent?.suites.map(({ file }) => file ?? "") ?? [];
    if (!files.some((file) => deploys.test(file))) return;
    const alone = files.some((file) => needsMost.test(file));
    endTurn = await takeTurn(join(tmpdir(), `tally-test-turns-${userInfo().uid}`), alone);
  },
  async afterAll(): Promise<void> {
    await endTurn?.();
    endTurn = undefined;
  },
};
