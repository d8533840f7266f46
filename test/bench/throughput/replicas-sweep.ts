import { type Contender, contenders, names } from "./contenders.ts";
import type { LoadGenerator } from "./load-generator.ts";
import type { Measurements } from "./measurements.ts";
import type { TallySystem } from "./tally-system.ts";

export const replicaCounts: readonly number[] = [1, 2, 3, 4, 6];

export interface SweepArgs {
  readonly generator: LoadGenerator;
  readonly tally: TallySystem;
  readonly rounds: number;
  readonly seconds: number;
  onTurn(doing: string): void;
}

/** Scales the stack up and down, round by round, and measures `/count` each time, when the replicas are warm. */
export async function sweepReplicas(args: SweepArgs): Promise<Measurements["replicas"]> {
  const { generator, rounds, seconds, onTurn } = args;
  const results = replicaCounts.map((count) => ({ count, requestsPerSecond: [] as number[] }));
  const contender = contenders.find(({ name }) => name === names.tally) as Contender;
  let tally = args.tally;
  for (let round = 0; round < rounds; round += 1) {
    for (const { count, requestsPerSecond } of results) {
      onTurn(`Tally with ${count} replicas`);
      tally = await tally.scale(count);
      await generator.hit(tally, contender, 1, seconds);
      const { requests, seconds: passed } = await generator.hit(tally, contender, 1, seconds);
      requestsPerSecond.push(requests / passed);
    }
  }
  return results;
}
