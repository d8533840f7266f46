import type { Random } from "../random.ts";
import { requestBytes, usual } from "../request.ts";
import { countingLines, countingRequest, readingPaths } from "../targets.ts";

/** No HTTP at all. */
export function noise(random: Random): Buffer {
  return random.pick([
    () => random.bytes(random.whole(1, 2000)),
    () => Buffer.concat([Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), random.bytes(200)]),
    () => Buffer.from("SSH-2.0-client\r\n\r\n"),
    () => Buffer.from("*1\r\n$4\r\nPING\r\n"),
    () => Buffer.from("PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET /count HTTP/1.1\r\nHost: a\r\n\r\n"),
    () => Buffer.alloc(random.whole(1, 5000), random.pick(["\0", "\n", "\r\n", " ", "A"])),
  ])();
}

/** The beginning of HTTP/2, which is spoken by TLS alone. */
export function http2(random: Random): Buffer {
  const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  const frame = Buffer.concat([Buffer.from([0, 0, random.whole(0, 255)]), random.bytes(random.whole(6, 60))]);
  const upgrade = [
    "Host: a",
    "Connection: Upgrade, HTTP2-Settings, close",
    "Upgrade: h2c",
    "HTTP2-Settings: AAMAAABk",
  ];
  return random.pick([
    () => preface,
    () => Buffer.concat([preface, frame]),
    () => preface.subarray(0, random.whole(1, preface.length)),
    () => requestBytes({ line: `GET ${random.pick(readingPaths)} HTTP/1.1`, headers: upgrade }),
  ])();
}

/** A request of one line. */
export function http09(random: Random): Buffer {
  const path = random.pick([...readingPaths, "/count", "/", "/hit/fuzz/known", "/nothing"]);
  return Buffer.from(`GET ${path}${random.pick(["\r\n", "\n", " \r\n"])}`);
}

/** As HTTP/1.0 allows it, but the proxy does not. */
export function hostless(random: Random): Buffer {
  const line = random.pick([...countingLines, "GET /livez HTTP/1.1"]).replace("1.1", "1.0");
  return requestBytes({ line, headers: random.pick([[], ["User-Agent: curl/8.5"], ["Host:"]]) });
}

/** Cut before its header is whole. */
export function cutHeader(random: Random): Buffer {
  const whole = Buffer.from(countingRequest(random.pick(countingLines)));
  return whole.subarray(0, random.whole(1, whole.length - 3));
}

/** Cut in its body. */
export function cutBody(random: Random): Buffer {
  const line = random.pick([
    ...countingLines.filter((each) => each.startsWith("POST")),
    "POST /api/v1/import HTTP/1.1",
  ]);
  const headers = [...usual, "Content-Type: application/json", `Content-Length: ${random.whole(9, 60_000)}`];
  return requestBytes({ line, headers, body: '{"by":1}' });
}
