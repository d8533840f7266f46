import { textAnswer } from "../api/answers.ts";
import type { OperationDocument } from "../api/operation.ts";
import { documentRefusals } from "../api/refusals.ts";
import type { Middleware } from "../context.ts";

const counting = ["/api/", "/badge/", "/count", "/get/", "/hit/", "/vote"];
const body = `User-agent: *\n${counting.map((path) => `Disallow: ${path}\n`).join("")}Allow: /\n`;

/** Leads robots to the pages, and not to what counts. */
export function robots(): Middleware {
  return function sendRobots(ctx) {
    ctx.body = body;
    ctx.type = "text";
  };
}

export const robotsDocument: OperationDocument = {
  tags: ["This document"],
  summary: "Tell robots what to leave alone",
  responses: { 200: textAnswer("The paths that count are not for robots."), ...documentRefusals([500]) },
};
