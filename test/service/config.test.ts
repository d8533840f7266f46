import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../service/config.ts";
import { ConfigError } from "../../service/errors.ts";
import { parseAddressRange } from "../../service/visitors/address-range.ts";

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const defaults = {
  env: "dev",
  port: 8000,
  logLevel: "info",
  release: "unreleased",
  replica: hostname(),
  drainMs: 10_000,
  voteWindowSeconds: 0,
  history: { hours: 168, days: 400 },
  uniqueVisitors: true,
  hits: { countBots: false, countPrefetches: false, ignoredAddresses: [] },
  liveStreams: 500,
  keys: { owner: undefined, read: undefined, hit: undefined },
  strangersMayCreate: 0,
  redis: {
    host: "redis",
    port: 6379,
    db: 0,
    username: undefined,
    password: undefined,
    tls: false,
    retryAttempts: 5,
    retryDelayMs: 500,
  },
};

describe("loadConfig", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "tally-config-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  function passwordFile(content: string): string {
    const file = join(folder, "password");
    writeFileSync(file, content);
    return file;
  }

  it("has a default for everything", () => {
    expect(loadConfig({})).to.deep.equal(defaults);
  });

  it("takes an empty value for none", () => {
    const names = [
      "REDIS_HOST",
      "REDIS_PORT",
      "REDIS_DB",
      "REDIS_USERNAME",
      "REDIS_PASSWORD",
      "REDIS_PASSWORD_FILE",
    ];
    names.push("REDIS_TLS", "REDIS_RETRY_ATTEMPTS", "REDIS_RETRY_DELAY_MS", "APP_ENV", "PORT", "LOG_LEVEL");
    names.push("RELEASE", "REPLICA", "DRAIN_MS", "STRANGERS_MAY_CREATE");
    names.push("VOTE_WINDOW_SECONDS", "HISTORY_HOURS", "HISTORY_DAYS", "UNIQUE_VISITORS");
    names.push("COUNT_BOTS", "COUNT_PREFETCHES", "IGNORED_ADDRESSES", "LIVE_STREAMS");
    for (const key of ["OWNER_KEY", "READ_KEY", "HIT_KEY"]) names.push(key, `${key}_FILE`);
    expect(loadConfig(Object.fromEntries(names.map((name) => [name, ""])))).to.deep.equal(defaults);
  });

  it("reads every variable", () => {
    expect(
      loadConfig({
        REDIS_HOST: "10.0.0.7",
        REDIS_PORT: "6380",
        REDIS_DB: "3",
        REDIS_USERNAME: "tally",
        REDIS_PASSWORD: "two words ",
        REDIS_TLS: "true",
        REDIS_RETRY_ATTEMPTS: "0",
        REDIS_RETRY_DELAY_MS: "20",
        APP_ENV: "prod",
        PORT: "80",
        LOG_LEVEL: "silent",
        RELEASE: "2026.11.21-ab12",
        REPLICA: "web-3",
        DRAIN_MS: "0",
        VOTE_WINDOW_SECONDS: "86400",
        HISTORY_HOURS: "24",
        HISTORY_DAYS: "7",
        UNIQUE_VISITORS: "false",
        COUNT_BOTS: "true",
        COUNT_PREFETCHES: "true",
        IGNORED_ADDRESSES: " 192.0.2.7, 2001:db8::/32 ,",
        LIVE_STREAMS: "2",
        OWNER_KEY: "the-owner-0123456789",
        READ_KEY: "one-for-both-0123456789",
        HIT_KEY: "one-for-both-0123456789",
        STRANGERS_MAY_CREATE: "1000",
        HOME: "/root",
      }),
    ).to.deep.equal({
      env: "prod",
      port: 80,
      logLevel: "silent",
      release: "2026.11.21-ab12",
      replica: "web-3",
      drainMs: 0,
      voteWindowSeconds: 86_400,
      history: { hours: 24, days: 7 },
      uniqueVisitors: false,
      hits: {
        countBots: true,
        countPrefetches: true,
        ignoredAddresses: ["192.0.2.7", "2001:db8::/32"].map(parseAddressRange),
      },
      liveStreams: 2,
      keys: {
        owner: "the-owner-0123456789",
        read: "one-for-both-0123456789",
        hit: "one-for-both-0123456789",
      },
      strangersMayCreate: 1000,
      redis: {
        host: "10.0.0.7",
        port: 6380,
        db: 3,
        username: "tally",
        password: "two words ",
        tls: true,
        retryAttempts: 0,
        retryDelayMs: 20,
      },
    });
  });

  for (const [name, values, right] of [
    ["REDIS_HOST", ["redis://redis", "two words"], "a host name or an IP address"],
    [
      "REDIS_PORT",
      ["80a", "1e3", "-1", "0", "65536", "1.5", " 80", "0x50"],
      "a whole number from 1 to 65535",
    ],
    ["REDIS_DB", ["-1", "2147483648", "one"], "a whole number from 0 to 2147483647"],
    ["REDIS_TLS", ["yes", "1", "TRUE"], "true or false"],
    ["REDIS_RETRY_ATTEMPTS", ["-1", "101", "many"], "a whole number from 0 to 100"],
    ["REDIS_RETRY_DELAY_MS", ["0", "60001", "0.5s"], "a whole number from 1 to 60000"],
    ["APP_ENV", ["production", "Dev"], "one of dev, staging, prod"],
    ["PORT", ["80a", "0", "65536", "99999999999999999999"], "a whole number from 1 to 65535"],
    ["LOG_LEVEL", ["verbose", "INFO"], "one of fatal, error, warn, info, debug, trace, silent"],
    ["RELEASE", ["a b", "é", "x".repeat(129)], "1 to 128 printable ASCII characters without spaces"],
    ["REPLICA", ["a b", "a\nb"], "1 to 128 printable ASCII characters without spaces"],
    ["STRANGERS_MAY_CREATE", ["-1", "1000000001", "yes"], "a whole number from 0 to 1000000000"],
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

  it("lists every problem at once", () => {
    const problems = problemsOf({
      REDIS_PORT: "x",
      APP_ENV: "y",
      DRAIN_MS: "z",
      REDIS_PASSWORD: "a",
      REDIS_PASSWORD_FILE: "b",
    });
    expect(problems.map((problem) => problem.split(" ", 1)[0])).to.deep.equal([
      "REDIS_PORT",
      "APP_ENV",
      "DRAIN_MS",
      "REDIS_PASSWORD",
    ]);
  });

  it("says all of it in the error's message", () => {
    expect(() => loadConfig({ PORT: "x", REDIS_PORT: "y" })).to.throw(
      ConfigError,
      /REDIS_PORT is "y".*; PORT is "x"/,
    );
  });

  for (const [content, password] of [
    ["secret", "secret"],
    ["secret\n", "secret"],
    ["secret\r\n", "secret"],
    [" se cret \n\n", " se cret \n"],
  ] as const) {
    it(`reads the password from a file with ${JSON.stringify(content)}`, () => {
      const config = loadConfig({ REDIS_USERNAME: "tally", REDIS_PASSWORD_FILE: passwordFile(content) });
      expect(config.redis.password).to.equal(password);
    });
  }

  it("names a password file that it cannot read", () => {
    expect(problemsOf({ REDIS_PASSWORD_FILE: "/nowhere/password" })).to.deep.equal([
      'REDIS_PASSWORD_FILE is "/nowhere/password" but must be a file that can be read: ENOENT',
    ]);
  });

  it("refuses an empty password file", () => {
    expect(problemsOf({ REDIS_PASSWORD_FILE: passwordFile("\n") })[0]).to.match(/it is empty$/);
  });

  it("refuses a password that is given twice, and does not repeat it", () => {
    const problems = problemsOf({ REDIS_PASSWORD: "hunter2", REDIS_PASSWORD_FILE: passwordFile("other") });
    expect(problems).to.deep.equal([
      "REDIS_PASSWORD and REDIS_PASSWORD_FILE are both given but must be one or the other",
    ]);
  });

  it("refuses a user name without a password", () => {
    expect(problemsOf({ REDIS_USERNAME: "tally" })[0]).to.match(
      /^REDIS_USERNAME is given but must come with/,
    );
  });

  const keyKind = "16 to 256 printable ASCII characters without spaces";

  for (const name of ["OWNER_KEY", "READ_KEY", "HIT_KEY"]) {
    it(`reads ${name} from a file`, () => {
      const { keys } = loadConfig({ [`${name}_FILE`]: passwordFile("a-key-0123456789\n") });
      expect(Object.values(keys).filter(Boolean)).to.deep.equal(["a-key-0123456789"]);
    });

    it(`refuses a weak ${name} and does not repeat it`, () => {
      for (const key of ["hunter2", "hunter2 hunter2 hunter2", "x".repeat(257)]) {
        const file = passwordFile(key);
        expect(problemsOf({ [name]: key })).to.deep.equal([`${name} must be ${keyKind}`]);
        expect(problemsOf({ [`${name}_FILE`]: file })).to.deep.equal([
          `${name}_FILE is "${file}" but must be a file that holds ${keyKind}`,
        ]);
      }
    });

    it(`refuses ${name} that is given twice`, () => {
      expect(problemsOf({ [name]: "x", [`${name}_FILE`]: "/y" })).to.deep.equal([
        `${name} and ${name}_FILE are both given but must be one or the other`,
      ]);
    });
  }

  it("refuses an owner key that serves for anything else", () => {
    const key = "one-for-all-0123456789";
    for (const other of ["READ_KEY", "HIT_KEY"]) {
      expect(problemsOf({ OWNER_KEY: key, [other]: key })[0]).to.match(/^OWNER_KEY must differ from/);
    }
  });
});
