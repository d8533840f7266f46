import { z } from "zod";
import { jsonAnswer } from "../api/answers.ts";
import { createOperation, type Operation } from "../api/operation.ts";

/** @param document JSON, once it is asked for: it describes this operation, too */
export function openapi(document: () => string): Operation {
  return createOperation({
    method: "get",
    path: "/openapi.json",
    tags: ["This document"],
    summary: "Describe the service as OpenAPI",
    responses: { 200: jsonAnswer("An OpenAPI 3.1 document.", z.looseObject({ openapi: z.string() })) },
    answer(ctx) {
      ctx.body = document();
      ctx.type = "json";
    },
  });
}
