import { htmlAnswer } from "../api/answers.ts";
import type { OperationDocument } from "../api/operation.ts";
import { documentRefusals } from "../api/refusals.ts";
import type { Context, Middleware } from "../context.ts";
import type { Counters, PageCounts } from "../counting/counters.ts";
import { renderHome } from "../page/home.ts";
import { withTimeLimit } from "../time-limit.ts";

export interface HomeArgs {
  readonly counters: Pick<Counters, "pageView">;
  /** How long a visitor is kept waiting for the numbers. */
  readonly patienceMs?: number;
}

/** The page is for people: it comes in time, with or without the numbers. */
export function home({ counters, patienceMs = 1000 }: HomeArgs): Middleware {
  async function pageView({ state }: Context): Promise<PageCounts> {
    return await counters.pageView(state.weight, await state.visitor());
  }

  async function countPageView(ctx: Context): Promise<PageCounts | undefined> {
    try {
      return await withTimeLimit(pageView(ctx), patienceMs);
    } catch (error) {
      ctx.state.failure = error;
      return undefined;
    }
  }

  return async function showHome(ctx) {
    ctx.body = renderHome(await countPageView(ctx));
    ctx.type = "html";
  };
}

export const homeDocument: OperationDocument = {
  tags: ["The page"],
  summary: "Look at the page",
  description: "Counts a page view. Comes without the numbers while counting is paused.",
  responses: { 200: htmlAnswer("The page."), ...documentRefusals([500]) },
};
