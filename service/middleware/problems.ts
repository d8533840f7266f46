import type { Middleware } from "../context.ts";
import { TooManyStreams } from "../errors.ts";
import { renderProblem } from "../page/problem.ts";
import { problemHeaders, problemOf } from "../problem.ts";

/** The one way in which an error becomes an answer: application/problem+json, and a page for browsers. */
export function problems(): Middleware {
  return async function answerProblem(ctx, next) {
    try {
      await next();
    } catch (error) {
      const problem = problemOf(error, ctx.state.requestId);
      ctx.status = problem.status;
      ctx.set(problemHeaders(error));
      ctx.vary("Accept");
      if (ctx.accepts("json", "html") === "html") {
        ctx.body = renderProblem(problem);
        ctx.type = "html";
      } else {
        ctx.body = JSON.stringify(problem);
        ctx.type = "application/problem+json";
      }
      // A client that is still sending reads no answer before it is done.
      ctx.req.resume();
      // That a limit is reached is no failure.
      if (problem.status >= 500 && !(error instanceof TooManyStreams)) ctx.state.failure = error;
    }
  };
}
