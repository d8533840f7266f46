import { z } from "zod";
import { answerJson, jsonAnswer } from "../api/answers.ts";
import { exactInteger } from "../api/integers.ts";
import type { Context } from "../context.ts";
import type { VoteResult } from "../counting/counters.ts";

const result = z.object({
  votes: exactInteger("All votes."),
  counted: z
    .boolean()
    .optional()
    .meta({ description: "Whether a vote was counted or taken back; left out where every vote counts." }),
  undoable: z.int().min(0).optional().meta({ description: "How many votes the visitor can take back now." }),
});

export const voteAnswers = {
  200: jsonAnswer("The votes.", result),
  303: {
    description: "A browser is sent back to the page.",
    headers: z.object({ Location: z.string() }),
  },
};

/**
 * A browser's form is sent back to the page; a program gets the number.
 *
 * @param otherwise the page that says why nothing was counted
 */
export function answerVote(ctx: Context, result: Partial<VoteResult>, otherwise: string): void {
  ctx.vary("Accept");
  if (ctx.accepts("json", "html") === "html") {
    ctx.status = 303;
    ctx.set("Location", result.counted === false ? otherwise : "/");
    ctx.body = "";
  } else {
    answerJson(ctx, result);
  }
}
