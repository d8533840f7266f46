import { isbot } from "isbot";

// The list takes whatever is no browser for a bot. Who asks with one of these is a person
// or a program that uses the API; and the proxies of GitHub, Google and others fetch a
// badge for somebody who looks at it.
const tools = new RegExp(
  `(?<=^|[\\s(;])(?:${[
    "curl",
    "libcurl",
    "wget2?",
    "httpie",
    "xh",
    "postmanruntime",
    "insomnia",
    "bruno",
    "node",
    "node-fetch",
    "undici",
    "axios",
    "got",
    "ky",
    "superagent",
    "deno",
    "bun",
    "python",
    "python-requests",
    "python-urllib3?",
    "python-httpx",
    "aiohttp",
    "okhttp",
    "ktor-client",
    "akka-http",
    "pekko-http",
    "java",
    "java-http-client",
    "apache-httpclient",
    "reactornetty",
    "go-http-client",
    "go-resty",
    "ruby",
    "faraday",
    "httparty",
    "typhoeus",
    "excon",
    "rest-client",
    "guzzlehttp",
    "php",
    "symfony httpclient",
    "wordpress(?=/)",
    "libwww-perl",
    "lwp",
    "http-tiny",
    "reqwest",
    "hyper",
    "ureq",
    "dart",
    "dio",
    "hackney",
    "mint",
    "req",
    "esp8266httpclient",
    "esp32httpclient",
    "esp32",
    "powershell",
    "restsharp",
    "k6",
    "wrk",
    "hey",
    "apachebench",
    "github-camo",
    "go-camo",
    "warehouse-camo",
    "camo asset proxy",
    "googleimageproxy",
  ].join("|")})(?![\\w-])`,
  "i",
);

const ownWords = /bot\b|crawl|spider|scrap|headless/i;

/** Whether a user agent is that of a program that reads pages by itself. Nobody's agent is no bot's. */
export function isBot(userAgent: string): boolean {
  if (!isbot(userAgent)) return false;
  return ownWords.test(userAgent) || !tools.test(userAgent);
}

/** Whether a bot's user agent says itself that it is one, and is not only that of no browser or tool. */
export function callsItselfBot(userAgent: string): boolean {
  return ownWords.test(userAgent) && isbot(userAgent);
}
