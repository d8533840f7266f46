import { STATUS_CODES } from "node:http";
import { block, map } from "./block.ts";

/** What nginx itself answers with an error, and what it says of it. */
const details: Readonly<Record<number, string>> = {
  400: "This is no request that could be understood.",
  403: "This is not for visitors.",
  404: "There is nothing here.",
  405: "This method is not taken.",
  408: "The request took too long to arrive.",
  413: "The body of the request is too large.",
  414: "The address of the request is too long.",
  429: "Too many requests come from this address. Please try again in a moment.",
  431: "The header of the request is too large.",
  500: "The proxy failed.",
  501: "The request has an encoding that is not taken.",
  502: "The service does not answer. Please try again in a moment.",
  503: "The service is not available. Please try again in a moment.",
  504: "The service took too long to answer. Please try again in a moment.",
  505: "This version of HTTP is not taken.",
};

/** nginx's word for a header that is too large, which it would answer as 400. */
const headerTooLarge = 494;

/** The text of each problem (RFC 9457), in the form that the service gives its own. */
export function renderProblems(): string {
  const problems = Object.entries(details).map(([code, detail]) => {
    const status = Number(code);
    const problem = { type: "about:blank", title: STATUS_CODES[status], status, detail };
    return [code, JSON.stringify({ ...problem, requestId: "$request_id" })];
  });
  return map("$status", "$problem", Object.fromEntries(problems));
}

/** Requests that may be refused before they have a path, which a named location needs. */
const pathless: readonly string[] = ["400", "414", "505"];

/** The lines that make a server answer its own errors as problems; those of replicas pass as they are. */
export function problemLines(): string[] {
  const answer = ["default_type application/problem+json;", "return 200 $problem;"];
  return [
    ...errorPages(),
    // Both keep the status that led there.
    block("location @problem", answer),
    block("location = /problem", ["internal;", ...answer]),
  ];
}

/** Where errors lead; a location that has an error_page of its own needs all the others too. */
export function errorPages(without: readonly string[] = []): string[] {
  const others = Object.keys(details).filter((status) => ![...pathless, ...without].includes(status));
  return [
    `error_page ${others.join(" ")} @problem;`,
    `error_page ${headerTooLarge} =431 @problem;`,
    `error_page ${pathless.join(" ")} /problem;`,
  ];
}
