import { expect } from "chai";
import { callsItselfBot, isBot } from "../../../service/visitors/bots.ts";

const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

const people = [
  `${windows} ${webkit} Chrome/131.0.0.0 Safari/537.36`,
  `${windows} ${webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.51`,
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.6; rv:132.0) Gecko/20100101 Firefox/132.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
  `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${webkit} Chrome/131.0.0.0 Mobile Safari/537.36`,
  `Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S921B) ${webkit} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36`,
  `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/131.0.0.0 Safari/537.36`,
  "Lynx/2.9.0dev.12 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.7.8",
  "",
];

const bots = [
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  `Mozilla/5.0 ${webkit.replace("Gecko)", "Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)")} Chrome/116.0.1938.76 Safari/537.36`,
  "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
  "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
  "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
  "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
  "Twitterbot/1.0",
  "Scrapy/2.11.2 (+https://scrapy.org)",
  "UptimeRobot/2.0",
  "jetmon/1.0 (Jetpack Site Uptime Monitor by WordPress.com)",
  `Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/131.0.0.0 Safari/537.36`,
  "CCBot/2.0 (https://commoncrawl.org/faq/) python-requests/2.31.0",
  "Mozilla/5.0 (compatible; archive.org_bot; node) curl/8.5.0",
];

const tools = [
  "curl/8.5.0",
  "Wget/1.21.4",
  "HTTPie/3.2.2",
  "PostmanRuntime/7.42.0",
  "node",
  "undici",
  "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
  "axios/1.7.7",
  "got (https://github.com/sindresorhus/got)",
  "python-requests/2.32.3",
  "Python-urllib/3.12",
  "python-httpx/0.27.2",
  "Python/3.12 aiohttp/3.10.10",
  "okhttp/4.12.0",
  "Java/21.0.5",
  "Java-http-client/21.0.5",
  "Apache-HttpClient/4.5.14 (Java/17.0.13)",
  "Go-http-client/2.0",
  "Ruby",
  "GuzzleHttp/7",
  "libwww-perl/6.77",
  "reqwest/0.12.9",
  "Dart/3.5 (dart:io)",
  "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1682",
  "ktor-client",
  "akka-http/10.5.3",
  "pekko-http/1.0.1",
  "Typhoeus - https://github.com/typhoeus/typhoeus",
  "excon/0.112.0",
  "HTTP-Tiny/0.088",
  "Symfony HttpClient (Curl)",
  "WordPress/6.7; https://blog.example",
  "dio/5.7",
  "hackney/1.20.1",
  "mint/1.6.2",
  "req/0.5.6",
  "ESP8266HTTPClient",
  "ESP32HTTPClient",
  "ESP32 HTTP Client/1.0",
  "github-camo (876de43e)",
  "go-camo",
  "warehouse-camo/1.0.0",
  "Camo Asset Proxy 2.3.0",
  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
];

describe("isBot", () => {
  for (const agent of people) {
    it(`takes ${agent || "nobody's agent"} for a person's`, () => expect(isBot(agent)).to.equal(false));
  }
  for (const agent of bots) {
    it(`takes ${agent} for a bot's`, () => expect(isBot(agent)).to.equal(true));
  }
  for (const agent of tools) {
    it(`takes ${agent} for a user's`, () => expect(isBot(agent)).to.equal(false));
  }
});

describe("callsItselfBot", () => {
  for (const agent of bots.filter((agent) => !/^(facebook|jetmon)/.test(agent))) {
    it(`takes ${agent} at its word`, () => expect(callsItselfBot(agent)).to.equal(true));
  }
  for (const agent of [
    ...people,
    ...tools,
    "my-backend",
    "MyApp/1.0",
    // A telephone's make.
    `Mozilla/5.0 (Linux; Android 13; CUBOT X70) ${webkit} Chrome/131.0.0.0 Mobile Safari/537.36`,
  ]) {
    it(`takes ${agent || "nobody's agent"} for no bot's`, () =>
      expect(callsItselfBot(agent)).to.equal(false));
  }
});
