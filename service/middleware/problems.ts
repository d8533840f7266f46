import type { Middleware } from "../context.ts";
import { problemHeaders, problemOf } from "../problem.ts";

/** The one way in which an error becomes an answer: application/problem+json. */
export function problems(): Middleware {
  return async function answerProblem(ctx, next) {
    try {
      await next();
    } catch (error) {
      const problem = problemOf(error, ctx.state.requestId);
      ctx.status = problem.status;
      ctx.set(problemHeaders(error));
      ctx.body = JSON.stringify(problem);
      ctx.type = "application/problem+json";
      // A client that is still sending reads no answer before it is done.
      ctx.req.resume();
      if (problem.status >= 500) ctx.state.failure = error;
    }
  };
}
