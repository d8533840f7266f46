import { z } from "zod";
import type { ZodOpenApiOverrideMetaContext } from "zod-openapi";
import { parseCounterName } from "../counting/counter-name.ts";
import { least } from "../counting/integer.ts";
import { exactInteger, integer } from "./integers.ts";

// What requests and answers look like. A message completes the sentence "NAME must be …".

const nameMessage = "1 to 64 of the characters A-Z, a-z, 0-9, _, . and -, not dots alone";
const namePart = () => z.string(nameMessage).regex(/^(?!\.+$)[A-Za-z0-9_.-]{1,64}$/, nameMessage);

const counterMessage = `namespace/key, each ${nameMessage}`;
const counterText = z
  .string(counterMessage)
  .regex(/^(?!\.+\/)[A-Za-z0-9_.-]{1,64}\/(?!\.+$)[A-Za-z0-9_.-]{1,64}$/, counterMessage)
  .meta({ description: "Namespace and key of a counter.", example: "shop/visits" });
const counterName = counterText.transform(parseCounterName);

export const counterPath = z.object({
  namespace: namePart().meta({ description: "The counter's namespace.", example: "shop" }),
  key: namePart().meta({ description: "The counter's key.", example: "visits" }),
});

const keyMessage = 'a quoted string or a word of 1 to 255 visible characters without " and \\';

export const idempotent = z.object({
  "Idempotency-Key": z
    .string(keyMessage)
    .regex(/^("[!#-[\]-~]{1,255}"|[!#-[\]-~]{1,255})$/, keyMessage)
    .optional()
    .meta({
      description:
        "Makes the request safe to repeat: for 24 hours a repetition with the same key changes nothing and gets the first answer. With another payload the key is refused. Clients share these keys: take one that nobody can guess, a UUID.",
      example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    }),
});

/** As many counters as may be asked for at once. */
export function chosenCounters(atMost: number) {
  const message = `given 1 to ${atMost} times`;
  return z.array(counterName, message).min(1, message).max(atMost, message).meta({
    description: "A counter, written namespace/key. Repeat the parameter for more of them.",
  });
}

/** A parameter that says as much when it is empty as when it is left out. */
function orEmpty(text: z.ZodString) {
  return z
    .literal("")
    .transform(() => undefined)
    .or(text)
    .optional();
}

export const listQuery = z.object({
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{0,64}(\/[A-Za-z0-9_.-]{0,64})?$/, "the beginning of namespace/key")
    .default("")
    .meta({ description: "Only counters whose namespace/key begins with this.", example: "shop/" }),
  cursor: orEmpty(counterText).meta({
    description: "`next` of the answer before; empty or left out for the first page.",
    example: "shop/visits",
  }),
  limit: z
    .string("a whole number from 1 to 1000")
    .regex(/^([1-9]\d{0,2}|1000)$/, "a whole number from 1 to 1000")
    .default("100")
    .transform(Number)
    .meta({
      description: "How many counters at most.",
      override({ jsonSchema }: ZodOpenApiOverrideMetaContext) {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { type: "integer", minimum: 1, maximum: 1000, default: 100 });
      },
    }),
});

export const exportQuery = z.object({
  after: orEmpty(counterText).meta({
    description: "The last counter that arrived: it and those before it are left out; empty for all.",
    example: "shop/visits",
  }),
});

export const hitQuery = z.object({
  amount: integer(1n, { description: "How much to count.", example: 1 }).default(1n),
});

export const hitBody = z
  .strictObject(
    { by: integer(1n, { description: "How much to count.", example: 1 }).default(1n) },
    "a JSON object",
  )
  .default({ by: 1n });

export const createBody = z.strictObject(
  {
    namespace: namePart().meta({ description: "The counter's namespace.", example: "shop" }),
    key: namePart().meta({ description: "The counter's key.", example: "visits" }),
    value: integer(least, { description: "What the counter starts with.", example: 0 }).default(0n),
    uniqueVisitors: z
      .boolean("true or false")
      .default(false)
      .meta({ description: "Whether to count the counter's unique visitors, too." }),
  },
  "a JSON object",
);

export const setBody = z.strictObject(
  { value: integer(least, { description: "The counter's new value.", example: 42 }) },
  "a JSON object",
);

const value = exactInteger("The counter's value: a whole number with all of its digits.");
const exact = z.string().meta({
  description: "The value as a string, for clients whose numbers are doubles.",
  pattern: "^-?[0-9]{1,19}$",
});

export const counterJson = z.object({ counter: counterText, value, exact }).meta({ id: "Counter" });

export const valueJson = z
  .object({
    counter: counterText,
    value: value.nullable(),
    exact: exact.nullable(),
    broken: z.string().optional().meta({
      description: "Why there is no value, and what helps, where Redis holds no number for the counter.",
    }),
  })
  .meta({ id: "Value", description: "A counter; the value is null where there is none, or a broken one." });

export const valuesJson = z.object({ counters: z.array(valueJson) });

export const listJson = z.object({
  counters: z.array(valueJson),
  next: counterText.optional().meta({ description: "The next page's cursor; absent on the last page." }),
});

const instant = (description: string) => z.string().meta({ description, format: "date-time" });

const bucket = z
  .object({
    start: instant("When the hour or the day begins, in UTC."),
    count: exactInteger("How much was counted in it."),
  })
  .meta({ id: "Bucket" });

const before = "with them it adds up to the value. Negative where the value was set to less than they hold.";

export const historyJson = z.object({
  counter: counterText,
  value,
  exact,
  hours: z.array(bucket),
  beforeHours: exactInteger(`What the hours do not hold: ${before}`),
  days: z.array(bucket),
  beforeDays: exactInteger(`What the days do not hold: ${before}`),
});

const about = "About: the standard error is 0.81 %.";

export const visitorsJson = z.object({
  counter: counterText,
  visitors: z
    .int()
    .min(0)
    .nullable()
    .meta({ description: `Unique visitors in total; null where they are not counted. ${about}` }),
  days: z.array(
    z.object({
      start: instant("When the day begins, in UTC."),
      visitors: z
        .int()
        .min(0)
        .meta({ description: `Unique visitors of the day. ${about}` }),
    }),
  ),
});
