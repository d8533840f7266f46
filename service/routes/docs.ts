import { htmlAnswer } from "../api/answers.ts";
import { createOperation, type Operation } from "../api/operation.ts";

/** @param page HTML, once it is asked for */
export function docs(page: () => string): Operation {
  return createOperation({
    method: "get",
    path: "/docs",
    tags: ["This document"],
    summary: "Describe the service for people",
    responses: { 200: htmlAnswer("The OpenAPI document as a page.") },
    answer(ctx) {
      ctx.body = page();
      ctx.type = "html";
    },
  });
}
