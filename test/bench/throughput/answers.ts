import { setTimeout as sleep } from "node:timers/promises";
import type { Contender } from "./contenders.ts";
import type { LoadGenerator } from "./load-generator.ts";
import type { Systems } from "./systems.ts";

const patienceMs = 20_000;
const pauseMs = 300;

/**
 * Asks every contender once, as soon as it answers: wrk looks at no body, and takes a
 * redirect for a success.
 *
 * @throws Error with the first answer that is not what the contender is about
 */
export async function checkAnswers(
  generator: LoadGenerator,
  systems: Systems,
  contenders: readonly Contender[],
): Promise<void> {
  for (const contender of contenders) {
    const endsMs = performance.now() + patienceMs;
    while (true) {
      const problem = await ask(generator, systems, contender);
      if (problem === undefined) break;
      if (performance.now() > endsMs) throw new Error(`${contender.name} ${problem}`);
      await sleep(pauseMs);
    }
  }
}

async function ask(
  generator: LoadGenerator,
  systems: Systems,
  contender: Contender,
): Promise<string | undefined> {
  try {
    const { status, body } = await generator.ask(systems.get(contender.system), contender);
    if (status === 200 && contender.expected.test(body.trim())) return undefined;
    return `answers ${status}: ${body.slice(0, 200)}`;
  } catch (error) {
    return `does not answer: ${error instanceof Error ? error.message : error}`;
  }
}
