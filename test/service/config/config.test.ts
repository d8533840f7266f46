import { hostname } from "node:os";
import { expect } from "chai";
import { loadConfig } from "../../../service/config/config.ts";
import { parseAddressRange } from "../../../service/visitors/address-range.ts";

const defaults = {
  env: "dev",
  port: 8000,
  metricsPort: 9464,
  logLevel: "info",
  release: "unreleased",
  replica: hostname(),
  drainMs: 10_000,
  drainLeastMs: 0,
  voteWindowSeconds: 0,
  retention: { historyHours: 168, historyDays: 400 },
  uniqueVisitors: true,
  hits: { countBots: false, countPrefetches: false, ignoredAddresses: [] },
  liveStreams: 500,
  tracing: undefined,
  keys: { owner: undefined, read: undefined, hit: undefined },
  strangersMayCreate: 0,
  redis: {
    host: "redis",
    port: 6379,
    db: 0,
    username: undefined,
    password: undefined,
    passwordFile: undefined,
    tls: false,
    sentinel: undefined,
    cluster: false,
    retryAttempts: 5,
    retryDelayMs: 500,
  },
};

describe("loadConfig", () => {
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
    names.push(
      "REDIS_TLS",
      "REDIS_SENTINEL",
      "REDIS_CLUSTER",
      "REDIS_RETRY_ATTEMPTS",
      "REDIS_RETRY_DELAY_MS",
      "APP_ENV",
      "PORT",
      "LOG_LEVEL",
    );
    names.push("RELEASE", "REPLICA", "DRAIN_MS", "STRANGERS_MAY_CREATE");
    names.push("VOTE_WINDOW_SECONDS", "HISTORY_HOURS", "HISTORY_DAYS", "UNIQUE_VISITORS");
    names.push("COUNT_BOTS", "COUNT_PREFETCHES", "IGNORED_ADDRESSES", "LIVE_STREAMS", "METRICS_PORT");
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
        REDIS_SENTINEL: "counters",
        REDIS_RETRY_ATTEMPTS: "0",
        REDIS_RETRY_DELAY_MS: "20",
        APP_ENV: "prod",
        PORT: "80",
        METRICS_PORT: "0",
        LOG_LEVEL: "silent",
        RELEASE: "2026.11.21-ab12",
        REPLICA: "web-3",
        DRAIN_MS: "0",
        DRAIN_LEAST_MS: "3000",
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
      metricsPort: 0,
      logLevel: "silent",
      release: "2026.11.21-ab12",
      replica: "web-3",
      drainMs: 0,
      drainLeastMs: 3000,
      voteWindowSeconds: 86_400,
      retention: { historyHours: 24, historyDays: 7 },
      uniqueVisitors: false,
      hits: {
        countBots: true,
        countPrefetches: true,
        ignoredAddresses: ["192.0.2.7", "2001:db8::/32"].map(parseAddressRange),
      },
      liveStreams: 2,
      tracing: undefined,
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
        passwordFile: undefined,
        tls: true,
        sentinel: "counters",
        cluster: false,
        retryAttempts: 0,
        retryDelayMs: 20,
      },
    });
  });
});
