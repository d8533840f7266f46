import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { testStackName } from "../../support/abandoned-stacks.ts";
import type { Progress } from "../progress.ts";
import { checkAnswers } from "./answers.ts";
import { chooseContenders, names } from "./contenders.ts";
import { readImageGrowth, readMemory } from "./footprint.ts";
import { buildBenchImage } from "./images.ts";
import { createLoadGenerator } from "./load-generator.ts";
import { type Measurements, medianOfTurns } from "./measurements.ts";
import type { ThroughputOptions } from "./options.ts";
import { failuresOf, measurePacing } from "./pacing.ts";
import { replicaCounts, sweepReplicas } from "./replicas-sweep.ts";
import { startSettling } from "./settlement.ts";
import { startSystems } from "./systems.ts";
import { type Turn, takeTurn } from "./turn.ts";

export interface RunArgs {
  readonly docker: Docker;
  readonly options: ThroughputOptions;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Rounds that count for nothing: fresh processes compile what they run. */
const warmUpRounds = 2;

/** What one second of load leaves behind is over by then: logs that are written, connections that close. */
const settleMs = 300;

/** Starts everything, measures in rounds and removes everything. */
export async function measure(args: RunArgs): Promise<Measurements> {
  const { docker, options, progress, signal } = args;
  const { rounds, seconds, only, counters, replicasSweep } = options;
  const chosen = chooseContenders(only, counters);
  const image = await buildBenchImage(docker, "load-generator");
  const generator = createLoadGenerator(image, testStackName(), signal);
  const wanted = new Set(chosen.map(({ system }) => system));
  await using systems = await startSystems({ docker, wanted, counters, signal });
  await checkAnswers(generator, systems, chosen);
  const many = wanted.has("tally-many") ? systems.get("tally-many") : undefined;
  const settling = await startSettling(many, chosen);

  const paced = chosen.some(({ name }) => name === names.express) ? 2 * rounds : 0;
  const swept = replicasSweep ? rounds * replicaCounts.length : 0;
  progress.start((warmUpRounds + rounds) * chosen.length + paced + swept);
  let turns = 0;
  const onTurn = (doing: string) => {
    progress.show(turns, 0, doing);
    turns += 1;
  };

  const turnsTaken: Turn[][] = [];
  let measured: Measurements = nothing;
  const enter = (more: Partial<Measurements>) => {
    measured = { ...measured, ...more };
  };

  try {
    for (let round = 1 - warmUpRounds; round <= rounds; round += 1) {
      const taken: Turn[] = [];
      turnsTaken.push(taken);
      for (const contender of chosen) {
        onTurn(`${round < 1 ? "warming up" : `round ${round} of ${rounds}`}: ${contender.name}`);
        await sleep(settleMs, undefined, { signal });
        const system = systems.get(contender.system);
        const own = { contender, system, counters: systems.countersOf(contender.system) };
        taken.push(await takeTurn({ docker, generator, seconds, ...own }));
      }
      const problems = turnsTaken.flat().flatMap(({ problem }) => problem ?? []);
      enter({ rounds: turnsTaken.slice(warmUpRounds), problems });
    }
    enter({ problems: [...measured.problems, ...(await settling.settle(turnsTaken.flat()))] });
    enter({ memoryMegabytes: await readMemory(docker, systems.tally) });
    enter({ imageMegabytes: await readImageGrowth(docker, systems.tally) });
    const speed = medianOfTurns(measured, names.tally, (turn) => turn.requestsPerSecond) ?? 0;
    const requestsPerSecond = Math.round(speed / 2);
    const turnArgs = { generator, rounds, seconds, onTurn };
    const pacing = await measurePacing({ ...turnArgs, systems, contenders: chosen, requestsPerSecond });
    enter({ pacing, problems: [...measured.problems, ...failuresOf(pacing)] });
    if (replicasSweep) enter({ replicas: await sweepReplicas({ ...turnArgs, tally: systems.tally }) });
    return measured;
  } catch (error) {
    // Minutes of measuring are worth more than a message alone.
    const problem = `ended early: ${error instanceof Error ? error.message : String(error)}`;
    return { ...measured, problems: [...measured.problems, problem] };
  } finally {
    progress.stop();
  }
}

const nothing: Measurements = {
  ...{ rounds: [], pacing: undefined, memoryMegabytes: undefined, imageMegabytes: undefined },
  ...{ replicas: [], problems: [] },
};
