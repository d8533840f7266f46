import { expect } from "chai";
import type { Edit } from "../support/edited-sources.ts";
import { anyEngine } from "../support/engines.ts";
import { startLoad } from "../support/load.ts";
import { watchUpdate } from "../support/lossless.ts";
import { noDrain, slowAnswers, slowStart, verySlowAnswers } from "../support/missing-guarantees.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

interface Control extends Edit {
  /** Done with the update only: the release before is to get through without it. */
  readonly late?: true;
}

const lateStart: Control = { ...slowStart(1.5), late: true };

/** Each takes one guarantee away from a copy of the project. */
const controls: Readonly<Record<string, readonly Control[]>> = {
  "the gate is off": [
    lateStart,
    {
      file: "stack/routes/apply.ts",
      from: "await gateReplicas(docker, proxy, inputs)",
      to: "inputs.replicas.map((name) => ({ name }))",
      late: true,
    },
  ],
  "the drain is off": [
    verySlowAnswers,
    { file: "nginx/reload.sh", from: "while has_old; do", to: "while false; do" },
    noDrain,
  ],
  "the old replicas are killed at once": [
    slowAnswers,
    {
      file: "stack/routes/apply.ts",
      from: "  await switchRoutes(",
      to: "  for (const { id } of await findLeftovers(docker, inputs)) await docker.getContainer(id).kill().catch(() => {});\n  await switchRoutes(",
    },
  ],
};

/** The negative controls of the updates' tests: without what a switch does, a load sees failures. */
for (const engine of anyEngine) {
  describe(`an update under load on the ${engine} engine sees failures`, function () {
    this.timeout(240_000);
    let platform: Platform;

    beforeEach(async () => {
      // So many requests under way at a time would be too many for a single client.
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 0, rateLimit: "off" });
    });

    afterEach(() => platform?.dispose());

    for (const [broken, edits] of Object.entries(controls)) {
      it(`when ${broken}`, async () => {
        const { exitCode, failures } = await release(platform, edits);
        expect(failures).to.be.above(0);
        // Without the gate, the probe may be the one to notice: the requests have shown what is missing.
        if (broken !== "the gate is off") expect(exitCode).to.equal(0);
      });
    }

    it("but not with very slow answers and a slow start alone", async () => {
      expect(await release(platform, [verySlowAnswers, lateStart])).to.deep.equal({
        exitCode: 0,
        failures: 0,
      });
    });
  });
}

/** What a release under load comes to: whether it goes through, and how many requests fail. */
async function release(
  platform: Platform,
  edits: readonly Control[],
): Promise<{ exitCode: number | null; failures: number }> {
  const make = async (edit: Control) => await platform.project.edit(edit.file, edit.from, edit.to);
  for (const edit of edits) if (!edit.late) await make(edit);
  await platform.must("up");
  for (const edit of edits) if (edit.late) await make(edit);
  const load = startLoad({ url: platform.url, requestsPerSecond: 150 });
  try {
    await platform.project.edit("service/page/home.ts", "Welcome", "A new welcome");
    let exitCode: number | null = null;
    const report = await watchUpdate(load, async () => {
      ({ exitCode } = await platform.tally("up"));
    });
    const failures = [...report.failures, ...(await load.stop()).failures];
    // 503 is the starting page, from a worker that a switch did not wait for.
    for (const failure of failures) expect(failure).to.match(/status 50[234]|ECONNRE|socket hang up/);
    return { exitCode, failures: failures.length };
  } finally {
    await load.stop();
  }
}
