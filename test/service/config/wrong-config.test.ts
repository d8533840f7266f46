import { expect } from "chai";
import { loadConfig } from "../../../service/config/config.ts";
import { ConfigError } from "../../../service/errors.ts";
import { problemsOf } from "./config-problems.ts";

describe("loadConfig, of a wrong configuration,", () => {
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

  it("keeps metrics off the port that the proxy leads to", () => {
    expect(problemsOf({ PORT: "9464" })).to.deep.equal([
      'METRICS_PORT is "9464" but must be another port than PORT',
    ]);
  });

  it("takes a Cluster without what a Cluster does not have", () => {
    expect(loadConfig({ REDIS_CLUSTER: "true" }).redis.cluster).to.equal(true);
    expect(problemsOf({ REDIS_CLUSTER: "true", REDIS_DB: "3", REDIS_SENTINEL: "counters" })).to.deep.equal([
      'REDIS_DB is "3" but must be 0 with REDIS_CLUSTER: a Cluster has no other',
      "REDIS_SENTINEL is given but must not be with REDIS_CLUSTER",
    ]);
  });

  it("lists what contradicts itself beside what is wrong by itself", () => {
    const contradictory = { PORT: "9464", REDIS_CLUSTER: "true", REDIS_DB: "3", REDIS_SENTINEL: "counters" };
    const problems = problemsOf(contradictory);
    expect(problems).to.have.length(3);
    expect(problemsOf({ ...contradictory, LOG_LEVEL: "x" })).to.deep.equal([
      'LOG_LEVEL is "x" but must be one of fatal, error, warn, info, debug, trace, silent',
      ...problems,
    ]);
  });

  it("says no more of what is wrong by itself", () => {
    const wrong = { PORT: "x", REDIS_CLUSTER: "true", REDIS_DB: "y", REDIS_SENTINEL: "two words" };
    const problems = problemsOf({ ...wrong, METRICS_PORT: "8000" });
    expect(problems.map((problem) => problem.split(" ", 1)[0])).to.deep.equal([
      "REDIS_DB",
      "REDIS_SENTINEL",
      "PORT",
    ]);
  });

  for (const [value, shown] of [
    ["http://me:hush@collector:4318", "http://…@collector:4318"],
    ["http://me:hu@/sh@collector", "http://…@collector"],
    ["me:hush@collector", "…@collector"],
  ] as const) {
    it(`shows no credentials, as in ${value}`, () => {
      for (const name of ["OTEL_EXPORTER_OTLP_ENDPOINT", "REDIS_HOST"]) {
        const [problem, ...others] = problemsOf({ [name]: value });
        expect(problem)
          .to.match(/^\w+ is ".*" but must be an? \w+/)
          .and.include(`"${shown}"`);
        expect(others).to.deep.equal([]);
      }
    });
  }

  it("says all of it in the error's message", () => {
    expect(() => loadConfig({ PORT: "x", REDIS_PORT: "y" })).to.throw(
      ConfigError,
      /REDIS_PORT is "y".*; PORT is "x"/,
    );
  });
});
