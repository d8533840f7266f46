import type { Random } from "../random.ts";
import { contentLength, requestBytes, usual } from "../request.ts";
import { countingLines, readingPaths } from "../targets.ts";

/** What no request may have: nothing behind it may be reached. */
const fatal: readonly (readonly string[])[] = [
  ["User-Agent: curl/8.5"],
  ["Host: a", "Host: b"],
  ["Host:"],
  ["Host: a b"],
  ["Host: \x00"],
  ["Host: localhost", "X-Nul: a\x00b"],
  ["Host: localhost", "X-\x00: a"],
  ["Host: localhost", "Name with spaces: a"],
  ["Host: localhost", "X-Before-Colon : a"],
  ["Host: localhost", " X-Folded: a"],
  ["Host: localhost", "Content-Length: 1", "Content-Length: 1"],
  ["Host: localhost", "Content-Length: -1"],
  ["Host: localhost", "Content-Length: 1e3"],
  ["Host: localhost", "Content-Length: 0x10"],
  ["Host: localhost", "Content-Length: 99999999999999999999"],
  ["Host: localhost", "Content-Length: 5, 5"],
  ["Host: localhost", "Transfer-Encoding: gzip"],
  ["Host: localhost", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
];

// biome-ignore format: a list to look through
const names = [
  "Accept", "Accept-Language", "Authorization", "Cookie", "Content-Type", "Expect", "Forwarded", "Idempotency-Key",
  "If-None-Match", "Last-Event-ID", "Origin", "Access-Control-Request-Method", "Purpose", "Range", "Referer", "TE",
  "Trailer", "Upgrade", "User-Agent", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP",
  "X-Request-Id", "X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL", "Proxy", "Proxy-Connection",
  "Keep-Alive", "X-Tally-Probe", "__proto__", "constructor", "", ":", "(bad)", "x\xff", "X_Under_score", "X{}",
];

// biome-ignore format: a list to look through
const values = [
  "", " ", "*/*;q=9", ",,,,", ";;;;", "a".repeat(5000), "\x01\x02", "\x7f", "\xff\xfe\xfd", "\xc3\x28", "%00", "%0d%0aX:1",
  "\\\"", "\"", "{}", "[", "bytes=0-0,-1,99999999999999999999-", "h2c", "websocket", "100-continue", "999-never",
  "Bearer ", "Bearer \xff", "Bearer a b c", "Basic %%%%", "127.0.0.1, ::1, unknown", "javascript:alert(1)",
  "() { :;}; echo", "%{jndi:ldap://localhost/a}", "<script>alert(1)</script>", "-1", "NaN", "1e999", "null", "a=b; a=c; =",
  "\t\t", "q=".repeat(800), "application/json;".repeat(100), "text/html,".repeat(900),
];

export function fatalHeader(random: Random): Buffer {
  const line = random.pick(countingLines);
  return requestBytes({ line, headers: [...random.pick(fatal), "Connection: close"], body: "12345" });
}

/** A header that is odd, and may be let through. */
export function oddHeader(random: Random): Buffer {
  const odd = Array.from(
    { length: random.whole(1, 6) },
    () => `${random.pick(names)}: ${random.pick(values)}`,
  );
  const method = random.pick(["GET", "HEAD", "OPTIONS"]);
  return requestBytes({
    line: `${method} ${random.pick(readingPaths)} HTTP/1.1`,
    headers: [...usual, ...odd],
  });
}

export function randomHeader(random: Random): Buffer {
  const line = `GET ${random.pick(readingPaths)} HTTP/1.1`;
  const junk = random.bytes(random.whole(1, 80)).toString("latin1");
  return requestBytes({ line, headers: [...usual, random.pick([junk, `X-Junk: ${junk}`, `${junk}: x`])] });
}

export function foldedHeader(random: Random): Buffer {
  const fold = random.pick([" ", "\t", "\r", "\x0b"]);
  const headers = [...usual, "X-Folded: a", `${fold}b`, `${fold}Content-Length: 5`];
  return requestBytes({ line: random.pick(countingLines), headers: [...headers, "Content-Length: x"] });
}

/** Too many, or too long. */
export function headerBomb(random: Random): Buffer {
  const headers = random.pick([
    () => Array.from({ length: 20_000 }, (_, index) => `X-${index}: ${index}`),
    () => Array.from({ length: 3000 }, () => "Cookie: a=aaaaaaaaaaaaaaaa"),
    () => [`X-Long: ${"a".repeat(100_000)}`],
    () => [`${"X".repeat(100_000)}: a`],
    () => Array.from({ length: 8 }, (_, index) => `X-${index}: ${"b".repeat(15_000)}`),
    () => ["\x00".repeat(50_000)],
  ])();
  return requestBytes({ line: random.pick(countingLines), headers: [...usual, ...headers] });
}

/** As many headers as are let through. */
export function manyHeaders(random: Random): Buffer {
  const line = `GET ${random.pick(readingPaths)} HTTP/1.1`;
  const [name, value] = [random.pick(["X-Many", "Accept", "Cookie", "A", ""]), random.pick(["", "a", ","])];
  const headers = Array.from({ length: random.whole(100, 2500) }, () => `${name}: ${value}`);
  return requestBytes({ line, headers: [...usual, ...headers] });
}

export function refusedKey(random: Random): Buffer {
  const line = random.pick(countingLines.filter((each) => each.startsWith("POST")));
  const key = random.pick([
    '"',
    '""',
    '"a',
    "a b",
    "\\",
    "\xff",
    '"\x7f"',
    "a".repeat(256),
    `"${'"'.repeat(9)}"`,
  ]);
  const headers = [...usual, `Idempotency-Key: ${key}`, contentLength("")];
  return requestBytes({ line, headers });
}
