import type { Random } from "../random.ts";
import { requestBytes, usual } from "../request.ts";
import { countingLines, readingPaths } from "../targets.ts";

// biome-ignore format: a list to look through
const methods = [
  "get", "Get", "GE T", "G\x00ET", "", " ", "TRACE", "TRACK", "CONNECT", "PROPFIND", "PATCH", "DELETE", "PUT",
  "POST", "QUERY", "PURGE", "GET\t", "G\xc3\x89T", "X".repeat(300), "-", "{}", "OPTIONS", "HEAD",
];

/** Not one of them leads to a path that counts. */
// biome-ignore format: a list to look through
const paths = [
  "/count%00", "/count%0d%0aX-Injected:%20yes", "/count/", "//count", "/./count", "/x/../count", "/%63ount",
  "/COUNT", "/count%2f", "/count;x=1", "/%", "/%zz", "/%u0063ount", "/%c0%af", "/%ff%fe", "/%E0%A4%A",
  "/\x01", "/\x7f", "/\xff\xfe", "/\xc3", "/count\x00", "/vote\x0b", "/..%2f..%2fetc%2fpasswd", "/../../etc/passwd",
  "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2fmain.ts", "/assets/%2e%2e%2f%2e%2e%2fmain.ts", "/assets/%00.js",
  "/assets/", "/assets/%", "/hit/a%2fb", "/hit/%00/x", "/hit/%ff/x", "/get/a/%", "/badge/a/%.svg", "/badge/%/b.svg",
  "/badge/a/b.svg.svg.svg/", "/api/v1/counters/%e2%82%ac/x", "/api/v1/counters//", "/api/v1/counters/__proto__",
  "/constructor", "/__proto__", "/api/v2/counters", "*", "count", "\\count", "/count\\", "?", "#", "http://",
  "http:///livez", "http://localhost:99999/livez", "//evil.example/livez", "file:///etc/passwd", "localhost:80",
  "/openapi.json?%", "/openapi.json?a=%ff&a[]=1&a[b]=2", "/livez?\x00", "/livez??&&==", "/api/v1/values?counter=%00",
  "/api/v1/values?counter=%ff/%ff", "/api/v1/values?counter[]=a/b", "/api/v1/live?counter=", "/.git/config",
];

// biome-ignore format: a list to look through
const versions = [
  "HTTP/", "HTTP/1", "HTTP/1.", "HTTP/.1", "HTTP/0.9", "HTTP/2.0", "HTTP/3", "HTTP/9.9", "HTTP/1.999",
  "HTTP/10.1", "http/1.1", "HTTP/1.1 HTTP/1.1", "HTTP/1.1x", "HTTP/-1.1", "HTTPS/1.1", "RTSP/1.0", "HTTP/1.1\x00",
];

const spaces = ["", "  ", "\t", "\x0b", "\r", "\x00", "\xa0"];

export function wrongMethod(random: Random): Buffer {
  return requestBytes({
    line: `${random.pick(methods)} ${random.pick(readingPaths)} HTTP/1.1`,
    headers: usual,
  });
}

export function wrongPath(random: Random): Buffer {
  const method = random.pick(["GET", "POST", "HEAD", "DELETE"]);
  return requestBytes({ line: `${method} ${random.pick(paths)} HTTP/1.1`, headers: usual });
}

export function randomPath(random: Random): Buffer {
  // What ends the line here makes it one of HTTP/0.9, which is a kind of its own.
  const bytes = random.bytes(random.whole(1, 60)).toString("latin1").replaceAll("\n", "");
  const path = random.pick([bytes, bytes.replace(/[\r ]/g, "%"), [...bytes].map(percent).join("")]);
  return requestBytes({ line: `GET ${random.pick(readingPaths)}/${path} HTTP/1.1`, headers: usual });
}

/** A path longer than any line may be. */
export function longPath(random: Random): Buffer {
  const path =
    random.pick(["/count/", "/livez?", "/hit/fuzz/"]) + random.pick(["a", "%41", "/", "&a="]).repeat(20_000);
  return requestBytes({ line: `GET ${path} HTTP/1.1`, headers: usual });
}

export function wrongVersion(random: Random): Buffer {
  return requestBytes({ line: `GET ${random.pick(readingPaths)} ${random.pick(versions)}`, headers: usual });
}

export function wrongSpaces(random: Random): Buffer {
  const [method, path, version] = random.pick(countingLines).split(" ");
  const line = random.pick([
    `${method}${random.pick(spaces)}\x01${path} ${version}`,
    `${method} ${path}${random.pick(spaces)}\x01${version}`,
    `${random.pick(["\t", "\x00", "\x0b"])}${method} ${path} ${version}`,
  ]);
  return requestBytes({ line, headers: usual });
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
