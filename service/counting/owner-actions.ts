import { CounterBuiltIn, NamespaceReserved, OutOfRange } from "../errors.ts";
import { type CounterName, formatCounterName, isBuiltIn, isReserved } from "./counter-name.ts";
import type { Counters } from "./counters.ts";
import type { Counting } from "./counting.ts";
import { least, most } from "./integer.ts";

type OwnerActions = Pick<Counters, "create" | "set" | "reset" | "delete">;

/** What the owner of the counters does to them. */
export function createOwnerActions(counting: Pick<Counting, "run">): OwnerActions {
  return {
    async create(name, value, settings, idempotency) {
      if (isReserved(name)) throw new NamespaceReserved(name.namespace);
      const text = checkValue(value);
      await counting.run({
        kind: "create",
        counter: formatCounterName(name),
        value: text,
        settings,
        idempotency,
      });
      return value;
    },
    async set(name, value, idempotency) {
      const text = checkValue(value);
      await counting.run({ kind: "set", counter: formatCounterName(name), value: text, idempotency });
      return value;
    },
    async reset(name, idempotency) {
      await counting.run({ kind: "reset", counter: formatCounterName(name), idempotency });
      return 0n;
    },
    async delete(name: CounterName, idempotency) {
      if (isBuiltIn(name)) throw new CounterBuiltIn(formatCounterName(name));
      await counting.run({ kind: "delete", counter: formatCounterName(name), idempotency });
    },
  };
}

function checkValue(value: bigint): string {
  if (value < least || value > most) throw new OutOfRange("The value", least, most);
  return String(value);
}
