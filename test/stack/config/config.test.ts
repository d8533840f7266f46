import { expect } from "chai";
import { appEnv, configKeys, parseStackConfig } from "../../../stack/config/config.ts";
import { companions, keys } from "./config-cases.ts";
import { parse, problemsOf } from "./parsed-config.ts";

describe("parseStackConfig", () => {
  it("has a default for everything that a stack needs", () => {
    const { stack, replicas, port, listenAddress, redisHost, redisPassword, memory, cpus } = parse();
    expect({ stack, replicas, port, listenAddress, redisHost, redisPassword, memory, cpus }).to.deep.equal({
      stack: "dev",
      replicas: 3,
      port: 5002,
      listenAddress: "0.0.0.0",
      redisHost: undefined,
      redisPassword: undefined,
      memory: 256,
      cpus: 1,
    });
  });

  it("is tested with every key that there is", () => {
    expect(Object.keys(keys)).to.have.members(configKeys);
  });

  for (const [key, { right, wrong }] of Object.entries(keys)) {
    it(`takes tally:${key}=${right[0]}`, () => {
      const config: Record<string, unknown> = parse({ ...companions[key], [key]: right[0] });
      expect(config[key]).to.equal(right[1]);
    });

    it(`refuses a wrong tally:${key} and says what would be right`, () => {
      for (const value of wrong) {
        const problems = problemsOf({ ...companions[key], [key]: value });
        expect(problems.join("\n"), JSON.stringify(value)).to.match(
          new RegExp(`^\\s*- tally:${key} must be .+`),
        );
      }
    });
  }

  it("lists every problem in one error", () => {
    const problems = problemsOf({ replicas: "none", port: "0", cpuz: "2", redisTls: "maybe" }, "Bad Name");
    const mentioned = ["Bad Name", "tally:replicas", "tally:port", "tally:cpuz", "tally:redisTls"];
    for (const name of mentioned) {
      expect(problems.filter((problem) => problem.includes(name))).to.have.length(1);
    }
    expect(problems).to.have.length(mentioned.length);
  });

  it("lists what settings contradict each other beside what is wrong by itself, and guesses nothing", () => {
    const settings = {
      ...{ redisHost: "two words", redisPassword: "hush", platform: "cloud", replicas: "200", cpus: "none" },
      ...{ tls: "files", tlsKeyFile: "key.pem", monitoring: "on", monitoringPort: "5002", appEnv: "live" },
    };
    expect(problemsOf(settings).map((problem) => problem.replace(/, (not|which) .*/, ""))).to.have.members([
      "  - tally:platform must be one of machine, swarm",
      "  - tally:redisHost must be a host name or an IP address",
      "  - tally:cpus must be a number from 0.05 to 256",
      "  - tally:appEnv must be one of dev, staging, prod",
      "  - tally:tls files needs tally:tlsCertificateFile",
      "  - tally:monitoringPort must be another port than tally:port",
    ]);
    const guessed = problemsOf({ tls: "self-signed", appEnv: "live" }, "prod");
    expect(guessed).to.have.length(1);
  });

  it("refuses a key that is none, and names those that are", () => {
    const [problem = ""] = problemsOf({ replicsa: "3" });
    expect(problem).to.include("tally:replicsa");
    for (const key of configKeys) expect(problem).to.include(key);
  });

  it("leaves other namespaces to others", () => {
    const values = { "aws:region": "eu-central-1", "tallyho:port": "x", "tally:port": "8000" };
    expect(parseStackConfig("dev", values).port).to.equal(8000);
  });

  for (const [key, value] of Object.entries({
    redisPassword: "hush",
    redisUsername: "me",
    redisTls: "true",
    redisSentinel: "counters",
    redisCluster: "true",
  })) {
    it(`refuses tally:${key} for the stack's own Redis`, () => {
      expect(problemsOf({ [key]: value }).join()).to.match(new RegExp(`tally:${key} needs tally:redisHost`));
    });
  }

  it("takes redisTls=false for the stack's own Redis", () => {
    expect(parse({ redisTls: "false" }).redisTls).to.equal(false);
  });

  it("takes off for the rate limit", () => {
    expect(parse({ rateLimit: "off" }).rateLimit).to.equal("off");
  });

  const files = { tlsCertificateFile: "certificate.pem", tlsKeyFile: "key.pem" };
  const elsewhere = { redisHost: "cluster.example", redisCluster: "true" };
  const contradictions: Readonly<Record<string, [Readonly<Record<string, string>>, RegExp]>> = {
    "a self-signed certificate in prod": [
      { tls: "self-signed", appEnv: "prod" },
      /^\s*- tally:tls must be files or off with tally:appEnv prod/,
    ],
    "files without their names": [{ tls: "files" }, /tally:tlsCertificateFile.*\n.*tally:tlsKeyFile$/],
    "a certificate without a key": [
      { tls: "files", tlsCertificateFile: "a.pem" },
      /^\s*- tally:tls files needs tally:tlsKeyFile$/,
    ],
    "files that nobody asks for": [files, /tally:tlsKeyFile needs tally:tls files, but that is off$/],
    "a Sentinel that is a Cluster": [
      { ...elsewhere, redisSentinel: "counters" },
      /^\s*- tally:redisSentinel and tally:redisCluster must not be given together$/,
    ],
    "a user of Redis without a password": [
      { redisHost: "redis.example", redisUsername: "me" },
      /^\s*- tally:redisUsername needs tally:redisPassword$/,
    ],
    "another database of a Cluster": [
      { ...elsewhere, redisDb: "1" },
      /^\s*- tally:redisDb must be 0 with tally:redisCluster, not "1": a Cluster has no other$/,
    ],
    "backups of a Cluster": [
      { ...elsewhere, backup: "6h" },
      /^\s*- tally:backup must be off with tally:redisCluster: a backup is taken from one Redis$/,
    ],
    "one port for both": [
      { tls: "self-signed", port: "5443" },
      /^\s*- tally:httpsPort must be another port than tally:port, which is 5443 too$/,
    ],
  };

  for (const [what, [settings, says]] of Object.entries(contradictions)) {
    it(`refuses ${what}`, () => {
      expect(problemsOf(settings).join("\n")).to.match(says);
    });
  }

  it("takes files in prod, and any port for https where TLS is off", () => {
    expect(parse({ tls: "files", ...files }, "prod").tls).to.equal("files");
    expect(problemsOf({ port: "5443" })).to.deep.equal([]);
  });

  for (const stack of ["dev", "a", "0", "pr-123", "x".repeat(31)]) {
    it(`takes ${stack} for a stack's name`, () => {
      expect(parse({}, stack).stack).to.equal(stack);
    });
  }

  for (const stack of ["", "Dev", "-dev", "a_b", "a.b", "a/b", "a b", "é", "dev\n", "x".repeat(32)]) {
    it(`refuses ${JSON.stringify(stack)} for a stack's name`, () => {
      expect(problemsOf({}, stack).join()).to.match(/the stack's name .* must be/s);
    });
  }
});

describe("appEnv", () => {
  it("is the stack's own name where that is an environment", () => {
    expect(["dev", "staging", "prod"].map((stack) => appEnv(parse({}, stack)))).to.deep.equal([
      "dev",
      "staging",
      "prod",
    ]);
  });

  it("is dev for any other stack", () => {
    expect(appEnv(parse({}, "pr-7"))).to.equal("dev");
  });

  it("is what is configured", () => {
    expect(appEnv(parse({ appEnv: "staging" }, "prod"))).to.equal("staging");
  });
});
