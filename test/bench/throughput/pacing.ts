import { medianOf } from "../quantiles.ts";
import { type Contender, names } from "./contenders.ts";
import type { LoadGenerator, PacedResult } from "./load-generator.ts";
import type { Systems } from "./systems.ts";

/** Latencies of two contenders at one rate, round by round. */
export interface Pacing {
  readonly requestsPerSecond: number;
  readonly tally: readonly PacedResult[];
  readonly express: readonly PacedResult[];
}

export interface PacingArgs {
  readonly generator: LoadGenerator;
  readonly systems: Systems;
  readonly contenders: readonly Contender[];
  readonly requestsPerSecond: number;
  readonly rounds: number;
  readonly seconds: number;
  onTurn(contender: string): void;
}

/** Asks Tally and the Node example in turns at the same rate; undefined where one of them is not there. */
export async function measurePacing(args: PacingArgs): Promise<Pacing | undefined> {
  const { generator, systems, contenders, requestsPerSecond, rounds, seconds, onTurn } = args;
  const [tally, express] = [names.tally, names.express].map((name) => find(contenders, name));
  if (!tally || !express) return undefined;
  const results: [PacedResult[], PacedResult[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contender] of [tally, express].entries()) {
      onTurn(`${contender.name} at ${requestsPerSecond}/s`);
      results[index]?.push(
        await generator.pace(systems.get(contender.system), contender, requestsPerSecond, seconds),
      );
    }
  }
  return { requestsPerSecond, tally: results[0], express: results[1] };
}

/** The median over the rounds of Tally's p99 against the other's; an unanswered request makes it infinite. */
export function p99Ratio({ tally, express }: Pacing): number | undefined {
  return medianOf(tally.map((result, round) => p99Of(result) / p99Of(express[round])));
}

/** What was asked at a steady rate and not answered well, as text. */
export function failuresOf(pacing: Pacing | undefined): string[] {
  if (pacing === undefined) return [];
  return [
    ...pacing.tally.flatMap((result) => failuresIn(result, names.tally)),
    ...pacing.express.flatMap((result) => failuresIn(result, names.express)),
  ];
}

function failuresIn({ failures, unanswered, due }: PacedResult, contender: string): string[] {
  const [first] = failures;
  const asked = `of ${due} requests to ${contender}, at a steady rate,`;
  return [
    ...(first === undefined ? [] : [`${failures.length} ${asked} failed: ${first}`]),
    ...(unanswered > 0 ? [`${unanswered} ${asked} have no answer`] : []),
  ];
}

function p99Of(result: PacedResult | undefined): number {
  return result?.p99Ms ?? Number.POSITIVE_INFINITY;
}

function find(contenders: readonly Contender[], wanted: string): Contender | undefined {
  return contenders.find(({ name }) => name === wanted);
}
