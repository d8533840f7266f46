import type { Random } from "../random.ts";
import { contentLength, requestBytes, usual } from "../request.ts";
import { countingLines, countingRequest, readingPaths } from "../targets.ts";

// biome-ignore format: a list to look through
const transferEncodings = [
  "chunked, identity", "identity, chunked", "xchunked", "chunked;x", "\x0bchunked", "chunked\x0b", "x", "",
  "gzip, chunked", "chunked, chunked", '"chunked"', "chunk", "identity", "\x00chunked", "chu nked",
];

// biome-ignore format: a list to look through
const badChunks = [
  "5\r\nabc\r\n0\r\n\r\n", "g\r\nabc\r\n0\r\n\r\n", "-1\r\na\r\n0\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n",
  "ffffffffffffffffff\r\nabc\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n", "\r\n\r\n", " 3\r\nabc\r\n0\r\n\r\n",
  "3\x00\r\nabc\r\n0\r\n\r\n", "+3\r\nabc\r\n0\r\n\r\n", "3\rabc\r0\r\r", "7fffffffffffffff\r\nabc",
];

/** What two servers might read differently, with a hit where one of them would see a request of its own. */
export function hiddenRequest(random: Random): Buffer {
  const hidden = countingRequest(random.pick(countingLines));
  const [line, chunked] = [postLine(random), `0\r\n\r\n${hidden}`];
  const both = (length: string, encoding: string, body: string) => ({
    line,
    headers: [...kept, length, encoding],
    body,
  });
  return requestBytes(
    random.pick([
      () => both(contentLength(chunked), "Transfer-Encoding: chunked", chunked),
      () => both("Content-Length: 0", "Transfer-Encoding: chunked", chunked),
      () => both("Content-Length: 4", "Transfer-Encoding: chunked", `5c\r\n${hidden}\r\n0\r\n\r\n`),
      () => both(contentLength(hidden), "Content-Length: 0", hidden),
      () => both("Content-Length: 0", contentLength(hidden), hidden),
      () => both(contentLength(chunked), `Transfer-Encoding: ${random.pick(transferEncodings)}`, chunked),
      () =>
        both("Transfer-Encoding: chunked", `Transfer-Encoding: ${random.pick(transferEncodings)}`, chunked),
      () => both("X: y", `Transfer-Encoding: ${random.pick(transferEncodings.filter(Boolean))}`, chunked),
      () => both("X: y", "Transfer-Encoding : chunked", chunked),
      () => both("X: y", "Transfer-Encoding\x00: chunked", chunked),
      () => both("X: y", " Transfer-Encoding: chunked", chunked),
      () => both(`Content-Length: ${hidden.length}`, "X-After: a\x00", hidden),
      () => both(`Content-Length : ${hidden.length}`, "X: y", hidden),
      () => both(`Content-Length: +${hidden.length}`, "X: y", hidden),
      () => both(`Content-Length: ${hidden.length} 0`, "X: y", hidden),
      () => both(contentLength(hidden), "X: y", hidden),
    ])(),
  );
}

/** A hit behind a request after which a connection cannot go on. */
export function afterRefusal(random: Random): Buffer {
  const refused = requestBytes({
    line: random.pick(["GET /livez HTTP/1.1 x", "G\x00T / HTTP/1.1", "GET /livez HTTP/2.0", "\x16\x03\x01"]),
    headers: random.pick([["Host: a", "Host: b"], ["X-Nul: \x00"], ["Content-Length: x"]]),
  });
  const before = requestBytes({ line: `GET ${random.pick(readingPaths)} HTTP/1.1`, headers: kept });
  const hits = Array.from({ length: random.whole(1, 5) }, () => countingRequest(random.pick(countingLines)));
  const readings = Array.from({ length: random.whole(0, 5) }, () => before);
  return Buffer.concat([...readings, refused, Buffer.from(hits.join(""))]);
}

export function brokenChunks(random: Random): Buffer {
  const line = random.pick([
    ...countingLines.filter((each) => each.startsWith("POST")),
    "POST /api/v1/import HTTP/1.1",
  ]);
  const headers = [...usual, "Content-Type: application/json", "Transfer-Encoding: chunked"];
  return requestBytes({ line, headers, body: random.pick(badChunks) });
}

/** Line ends that are none. */
export function wrongLineEnds(random: Random): Buffer {
  const lineEnd = random.pick(["\r", "\n\r", "\r\r\n", "\x0b\r", "\x00\n", "\x85"]);
  const bytes = requestBytes({ line: "GET /livez HTTP/1.1", headers: kept, lineEnd });
  return Buffer.concat([bytes, Buffer.from(lineEnd.repeat(2), "latin1")]);
}

/** More requests at once than anybody reads, none of which counts. */
export function manyAtOnce(random: Random): Buffer {
  const readings = Array.from({ length: random.whole(2, 40) }, () =>
    requestBytes({ line: `HEAD ${random.pick(readingPaths)} HTTP/1.1`, headers: kept }),
  );
  return Buffer.concat([...readings, requestBytes({ line: "GET /livez HTTP/1.1", headers: usual })]);
}

const kept = ["Host: localhost", "User-Agent: curl/8.5"];

function postLine(random: Random): string {
  return `POST ${random.pick(["/livez", "/count", "/api/v1/counters/fuzz/known", "/nothing"])} HTTP/1.1`;
}
