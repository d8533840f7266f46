import { expect } from "chai";
import { problemsOf } from "./config-problems.ts";

describe("settings", () => {
  for (const [name, values, right] of [
    ["REDIS_HOST", ["redis://redis", "two words"], "a host name or an IP address"],
    [
      "REDIS_PORT",
      ["80a", "1e3", "-1", "0", "65536", "1.5", " 80", "0x50"],
      "a whole number from 1 to 65535",
    ],
    ["REDIS_DB", ["-1", "2147483648", "one"], "a whole number from 0 to 2147483647"],
    ["REDIS_TLS", ["yes", "1", "TRUE"], "true or false"],
    ["REDIS_SENTINEL", ["two words", "a".repeat(129)], "1 to 128 printable ASCII characters without spaces"],
    ["REDIS_RETRY_ATTEMPTS", ["-1", "101", "many"], "a whole number from 0 to 100"],
    ["REDIS_RETRY_DELAY_MS", ["0", "60001", "0.5s"], "a whole number from 1 to 60000"],
    ["APP_ENV", ["production", "Dev"], "one of dev, staging, prod"],
    ["PORT", ["80a", "0", "65536", "99999999999999999999"], "a whole number from 1 to 65535"],
    ["LOG_LEVEL", ["verbose", "INFO"], "one of fatal, error, warn, info, debug, trace, silent"],
    ["RELEASE", ["a b", "é", "x".repeat(129)], "1 to 128 printable ASCII characters without spaces"],
    ["REPLICA", ["a b", "a\nb"], "1 to 128 printable ASCII characters without spaces"],
    ["STRANGERS_MAY_CREATE", ["-1", "1000000001", "yes"], "a whole number from 0 to 1000000000"],
    ["DRAIN_LEAST_MS", ["-5", "10s", "600001"], "a whole number from 0 to 600000"],
    ["DRAIN_MS", ["-5", "10s", "600001"], "a whole number from 0 to 600000"],
    ["VOTE_WINDOW_SECONDS", ["-1", "1d", "31536001"], "a whole number from 0 to 31536000"],
    ["HISTORY_HOURS", ["0", "8785"], "a whole number from 1 to 8784"],
    ["HISTORY_DAYS", ["0", "3661"], "a whole number from 1 to 3660"],
    ["UNIQUE_VISITORS", ["yes"], "true or false"],
    ["COUNT_BOTS", ["yes"], "true or false"],
    ["COUNT_PREFETCHES", ["yes"], "true or false"],
    [
      "IGNORED_ADDRESSES",
      ["office", "10.0.0.1 10.0.0.2", "10.0.0.0/33", "10.0.0.1,home"],
      "IP addresses and ranges such as 10.0.0.0/8, separated by commas",
    ],
    ["LIVE_STREAMS", ["-1", "many", "100001"], "a whole number from 0 to 100000"],
  ] as const) {
    for (const value of values) {
      it(`refuses ${name}=${value.slice(0, 20)} and says what would be right`, () => {
        const problem = `${name} is ${JSON.stringify(value)} but must be ${right}`;
        expect(problemsOf({ [name]: value })).to.deep.equal([problem]);
      });
    }
  }
});
