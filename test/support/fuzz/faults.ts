import type { Answer } from "./answers.ts";

/** The errors of a server that are the client's doing: HTTP has no other status for them. */
export const allowedServerErrors: Readonly<Record<number, string>> = {
  501: "RFC 9112, 6.1: a transfer coding that is not understood",
  505: "RFC 9110, 15.6.6: a major version of HTTP that is not supported",
};

const securityHeaders: Readonly<Record<string, RegExp>> = {
  "Content-Security-Policy": /default-src 'none'/,
  "Referrer-Policy": /^(no-referrer|same-origin)$/,
  "X-Content-Type-Options": /^nosniff$/,
  "X-Frame-Options": /^DENY$/,
  "X-Request-Id": /^[A-Za-z0-9._-]{1,128}$/,
};

/** What is wrong with an answer, whatever was asked. */
export function faultsOf({ status, headers, body }: Answer): string[] {
  // Nothing is answered yet by "go on".
  if (status === 100) return [];
  const missing = Object.entries(securityHeaders).filter(
    ([name, value]) => !value.test(headers.get(name) ?? ""),
  );
  const type = headers.get("Content-Type") ?? "";
  const isOurs =
    /^(application\/problem\+json|image\/svg\+xml|text\/html)/.test(type) && !body.includes("<center>nginx");
  return [
    ...(status >= 500 && !(status in allowedServerErrors)
      ? [`answered ${status}: ${body.slice(0, 200)}`]
      : []),
    ...missing.map(([name]) => `answered ${status} with ${name}: ${headers.get(name)}`),
    ...(status >= 400 && !isOurs ? [`answered ${status} with no problem: ${body.slice(0, 100)}`] : []),
    ...(headers.has("X-Injected") ? ["let a header be injected"] : []),
  ];
}
