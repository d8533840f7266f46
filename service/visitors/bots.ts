import { isbot } from "isbot";

// The list takes whatever is no browser for a bot. Who asks with one of these is a person
// or a program that uses the API; and GitHub's and Google's proxies fetch a badge for
// somebody who looks at it.
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
    "java",
    "java-http-client",
    "apache-httpclient",
    "reactornetty",
    "go-http-client",
    "go-resty",
    "ruby",
    "faraday",
    "httparty",
    "rest-client",
    "guzzlehttp",
    "php",
    "libwww-perl",
    "lwp",
    "reqwest",
    "hyper",
    "ureq",
    "dart",
    "powershell",
    "restsharp",
    "k6",
    "wrk",
    "hey",
    "apachebench",
    "github-camo",
    "googleimageproxy",
  ].join("|")})(?![\\w-])`,
  "i",
);

const callsItselfBot = /bot\b|crawl|spider|scrap|headless/i;

/** Whether a user agent is that of a program that reads pages by itself. Nobody's agent is no bot's. */
export function isBot(userAgent: string): boolean {
  if (!isbot(userAgent)) return false;
  return callsItselfBot.test(userAgent) || !tools.test(userAgent);
}
