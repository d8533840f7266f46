import { setTimeout as sleep } from "node:timers/promises";
import type { EngineName } from "../../../stack/containers/labels.ts";
import { createPlatform } from "../../support/platform.ts";
import type { Progress } from "../progress.ts";
import { type Generator, startGenerator } from "./generator.ts";
import { type Count, createLedger } from "./ledger.ts";
import type { BenchOptions } from "./options.ts";
import { type Recording, record } from "./recording.ts";
import { type Rollout, startRollout } from "./rollout.ts";
import { scheduleUpdates } from "./schedule.ts";

export interface RecordedUpdate {
  readonly kind: string;
  readonly durationMs: number;
  readonly recording: Recording;
}

/** All updates, and the rests around them: one more than there are updates. */
export interface Timeline {
  readonly updates: readonly RecordedUpdate[];
  readonly rests: readonly Recording[];
  /** Why it ended early. */
  readonly problem?: string;
}

export interface Campaign extends Timeline {
  readonly sent: number;
  readonly failures: readonly string[];
  readonly counts: readonly Count[];
}

export interface CampaignArgs {
  readonly options: BenchOptions;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The first answers of fresh processes are no measure of anything; they count all the same. */
const warmUpMs = 5000;
const minRestMs = 4000;

/** Deploys a stack of its own, carries out all updates under load, counts and removes the stack. */
export async function runCampaign(engine: EngineName, args: CampaignArgs): Promise<Campaign> {
  const { options, progress, signal } = args;
  const platform = await createPlatform(engine);
  try {
    console.error(`Deploying stack "${platform.stack}" on the ${engine} engine.`);
    const rollout = await startRollout(platform, signal);
    const { requestsPerSecond, requests } = options;
    await using generator = await startGenerator(platform, requestsPerSecond);
    progress.start(requests);
    const ledger = createLedger();
    const timeline = await drive(rollout, generator, ledger, args);
    ledger.enter(await generator.stop());
    progress.stop();
    const [visits, votes] = await Promise.all([stored("visits"), stored("votes")]);
    const { sent, failures } = ledger;
    return { ...timeline, sent, failures, counts: ledger.close({ visits, votes }) };
  } finally {
    progress.stop();
    await platform.dispose();
  }

  async function stored(counter: string): Promise<number> {
    return Number(await platform.redisCli("GET", counter));
  }
}

async function drive(
  rollout: Rollout,
  generator: Generator,
  ledger: ReturnType<typeof createLedger>,
  { options: { updates: count, requests, requestsPerSecond }, progress, signal }: CampaignArgs,
): Promise<Timeline> {
  const updates: RecordedUpdate[] = [];
  const rests: Recording[] = [];

  function during<Result>(doing: string, work: Promise<Result>) {
    return record(generator, work, (lap) => {
      ledger.enter(lap);
      progress.show(ledger.sent, ledger.failures.length, doing);
    });
  }

  async function rest(): Promise<void> {
    const due = (requests * (rests.length + 1)) / (count + 1) - ledger.sent;
    const restMs = Math.max(minRestMs, (due / requestsPerSecond) * 1000);
    const { recording } = await during("at rest", sleep(restMs, undefined, { signal }));
    rests.push(recording);
  }

  try {
    await during("warming up", sleep(warmUpMs, undefined, { signal }));
    await rest();
    for (const [index, update] of scheduleUpdates(count).entries()) {
      const doing = `update ${index + 1} of ${count}: ${update.kind}`;
      const { result, recording } = await during(doing, rollout.update(update, signal));
      updates.push({ kind: update.kind, durationMs: result, recording });
      await rest();
    }
    return { updates, rests };
  } catch (error) {
    const reason: unknown = signal.aborted ? signal.reason : error;
    return { updates, rests, problem: reason instanceof Error ? reason.message : String(reason) };
  }
}
