import { type CounterName, formatCounterName } from "../counting/counter-name.ts";
import type { Counters } from "../counting/counters.ts";
import { NoSuchCounter } from "../errors.ts";

/** @throws NoSuchCounter, CounterBroken */
export async function readValue(counters: Pick<Counters, "read">, name: CounterName): Promise<bigint> {
  const [reading] = await counters.read([name]);
  if (reading?.broken) throw reading.broken;
  if (reading?.value === undefined) throw new NoSuchCounter(formatCounterName(name));
  return reading.value;
}
