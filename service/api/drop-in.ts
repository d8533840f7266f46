import { z } from "zod";
import type { Context } from "../context.ts";
import { type CounterName, formatCounterName } from "../counting/counter-name.ts";
import { answerJson, jsonAnswer } from "./answers.ts";
import { exactInteger } from "./integers.ts";

/** What CountAPI and Abacus answer; CountAPI's own client takes the counter from X-Path. */
export const dropInAnswers = {
  200: {
    ...jsonAnswer("The counter's value.", z.object({ value: exactInteger("The counter's value.") })),
    headers: z.object({ "X-Path": z.string().meta({ description: "The counter, written namespace/key." }) }),
  },
};

export function answerDropIn(ctx: Context, name: CounterName, value: bigint): void {
  ctx.set("X-Path", formatCounterName(name));
  answerJson(ctx, { value });
}
