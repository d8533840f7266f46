import { gzipSync } from "node:zlib";
import type { Random } from "../random.ts";
import { contentLength, requestBytes, usual } from "../request.ts";
import { knownCounter } from "../targets.ts";

const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

/** No operation takes one of these. */
// biome-ignore format: a list to look through
export const wrongBodies: readonly (string | Buffer)[] = [
  "{", "}", "[", "null", "true", "1", '""', "[]", "NaN", "undefined", "'", '{"by":}', '{"by":01}', '{"by":1,}', "{by:1}",
  '{"by":0}', '{"by":-1}', '{"by":1.5}', '{"by":"one"}', '{"by":true}', '{"by":null}', '{"by":[1]}', '{"by":{}}',
  '{"by":9223372036854775808}', '{"by":1e400}', '{"by":1e999999999}', '{"by":-1e-999999999}', `{"by":${"9".repeat(9000)}}`,
  '{"by":1,"by":0}', '{"by":1,"more":1}', '{"value":1e30}', '{"value":"4 2"}', '{"value":1.0000000000000000001}',
  '{"__proto__":{"by":1}}', '{"constructor":{"prototype":{"by":1}}}', '{"toString":1}', '{"\\u0000":1}', '{"by":1}{"by":1}',
  '{"namespace":"a/b","key":"c"}', '{"namespace":"a"}', '{"namespace":1,"key":2}', '{"namespace":"","key":""}',
  '{"namespace":"tally","key":"mine"}', '{"namespace":"a","key":"b","value":9223372036854775808}', "\ufeff{", "\0", '"\ud800"',
  deep("[", "]", 4000), deep('{"a":', "}", 2500).replace(":}", ":1}"), `{"by":${deep("[", "]", 3000)}}`, "{".repeat(15_000),
  Buffer.from([0xff, 0xfe, 0x7b, 0x00]), Buffer.from([0x7b, 0xc3, 0x28, 0x7d]), gzipSync('{"by":1}'), `{"by":1${" ".repeat(17_000)}}`,
];

const types = [
  "application/json",
  "application/json",
  "application/json; charset=utf-16",
  "APPLICATION/JSON",
];
const otherTypes = [
  "text/plain",
  "",
  "json",
  "application/x-www-form-urlencoded",
  "application/json, text/plain",
  "a/b/c",
  "\x01",
];

const [hit, set, create] = [
  `POST /api/v1/counters/${knownCounter.namespace}/${knownCounter.key}/hit HTTP/1.1`,
  `PUT /api/v1/counters/${knownCounter.namespace}/${knownCounter.key} HTTP/1.1`,
  "POST /api/v1/counters HTTP/1.1",
];

export function wrongBody(random: Random, owner: string): Buffer {
  const body = random.pick(wrongBodies);
  const headers = [...usual, owner, `Content-Type: ${random.pick(types)}`, contentLength(body)];
  return requestBytes({ line: random.pick([hit, set, create]), headers, body });
}

/** A body that would do, if it were what its header says. */
export function wrongType(random: Random, owner: string): Buffer {
  const [line, body] = random.pick([
    [hit, '{"by":1}'],
    [set, '{"value":1}'],
    [create, '{"namespace":"fuzz","key":"new"}'],
  ] as const);
  const encoded = gzipSync(body);
  const headers = [...usual, owner];
  return random.pick([
    () =>
      requestBytes({
        line,
        body,
        headers: [...headers, `Content-Type: ${random.pick(otherTypes)}`, contentLength(body)],
      }),
    () => requestBytes({ line, body, headers: [...headers, contentLength(body)] }),
    () => {
      const gzip = ["Content-Type: application/json", "Content-Encoding: gzip", contentLength(encoded)];
      return requestBytes({ line, body: encoded, headers: [...headers, ...gzip] });
    },
  ])();
}

export function randomBody(random: Random, owner: string): Buffer {
  const body = Buffer.concat([Buffer.from('{"by":1}'), random.bytes(random.whole(1, 200))]);
  body[random.whole(0, 7)] = random.pick([0, 0xff, 0x80, 0x5d]);
  const headers = [...usual, owner, "Content-Type: application/json", contentLength(body)];
  return requestBytes({ line: random.pick([hit, set, create]), headers, body });
}

/** More than the proxy or the service takes, announced or sent. */
export function largeBody(random: Random): Buffer {
  const body = Buffer.alloc(random.pick([17_000, 66_000, 200_000]), "7");
  const length = random.pick([contentLength(body), "Content-Length: 9999999999", "Content-Length: 70000"]);
  return requestBytes({ line: hit, headers: [...usual, "Content-Type: application/json", length], body });
}

export function wrongImport(random: Random, owner: string): Buffer {
  const line = "POST /api/v1/import HTTP/1.1";
  const body = random.pick([
    ...wrongBodies,
    "\n\n{}\n",
    deep("[", "]", 100_000),
    `{"a":"${"b".repeat(300_000)}"}`,
  ]);
  const type = random.pick(["application/jsonl", "application/x-ndjson", "application/json"]);
  return requestBytes({
    line,
    headers: [...usual, owner, `Content-Type: ${type}`, contentLength(body)],
    body,
  });
}
