import { CounterBroken } from "../errors.ts";
import { parseCounterName } from "./counter-name.ts";
import { valueKey } from "./keys.ts";

/** What the script says of a value key that holds something else. */
const noInteger = "ERR value is not an integer";

/** @param counter `namespace/key`, whose value is not one */
export function brokenValue(counter: string): CounterBroken {
  const key = valueKey(parseCounterName(counter));
  return new CounterBroken(counter, `its key ${key} in Redis holds no whole number of 64 bits`);
}

/** @param complaint what Redis or the script says of one of the counter's keys */
export function brokenKey(counter: string, complaint: string): CounterBroken {
  if (complaint === noInteger) return brokenValue(counter);
  const [said] = complaint.split(" script: ", 1);
  return new CounterBroken(counter, `Redis says of one of its keys "${said}"`);
}
