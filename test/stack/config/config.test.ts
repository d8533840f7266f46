import { expect } from "chai";
import { appEnv, configKeys, parseStackConfig, secretKeys } from "../../../stack/config/config.ts";

const parse = (settings: Readonly<Record<string, string>> = {}, stack = "dev") =>
  parseStackConfig(
    stack,
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [`tally:${key}`, value])),
  );

/** The problems that a configuration is refused for. */
function problemsOf(settings: Readonly<Record<string, string>>, stack?: string): string[] {
  try {
    parse(settings, stack);
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
  return [];
}

const notWhole = ["", " 5", "5 ", "-5", "+5", "5.5", "1e3", "0x10", "five", "9".repeat(16)];
const notText = ["", " ", "two words", "a\nb", "tab\tbed", "bell\u0007"];
const digest = `sha256:${"0a".repeat(32)}`;
const notImage = [
  ...notText,
  "Node:24",
  "node:",
  "node:2 4",
  "node@sha256:12",
  "/node",
  "node//a",
  `node@${digest}0`,
];
const notKey = [
  "",
  "k".repeat(15),
  "k".repeat(513),
  "sixteen letters ",
  `${"ö".repeat(16)}`,
  "k\n".repeat(8),
];
const notFlag = ["", "yes", "1", "TRUE", "True", " true"];

/** A value that is right for each key, and values that are not. */
const keys: Readonly<Record<string, { right: [string, unknown]; wrong: readonly string[] }>> = {
  replicas: { right: ["100", 100], wrong: [...notWhole, "0", "101"] },
  port: { right: ["65535", 65_535], wrong: [...notWhole, "0", "65536"] },
  listenAddress: { right: ["127.0.0.1", "127.0.0.1"], wrong: [...notText, "localhost", "1.2.3"] },
  appEnv: { right: ["staging", "staging"], wrong: ["", "production", "Dev"] },
  logLevel: { right: ["silent", "silent"], wrong: ["", "verbose", "INFO"] },
  redisHost: { right: ["redis.example", "redis.example"], wrong: [...notText, "redis://redis", "a/b"] },
  redisPort: { right: ["6380", 6380], wrong: [...notWhole, "0", "65536"] },
  redisDb: { right: ["15", 15], wrong: [...notWhole, "16"] },
  redisUsername: { right: ["tally", "tally"], wrong: notText },
  redisPassword: { right: ["s3cr3t!§", "s3cr3t!§"], wrong: notText },
  redisTls: { right: ["true", true], wrong: notFlag },
  redisMemory: { right: ["64", 64], wrong: [...notWhole, "63", "1048577"] },
  redisRetryAttempts: { right: ["0", 0], wrong: [...notWhole, "101"] },
  redisRetryDelayMs: { right: ["1", 1], wrong: [...notWhole, "0", "60001"] },
  ownerKey: { right: [`${"~".repeat(16)}`, "~".repeat(16)], wrong: notKey },
  readKey: { right: ["r".repeat(512), "r".repeat(512)], wrong: notKey },
  hitKey: { right: ["hit!hit!hit!hit!", "hit!hit!hit!hit!"], wrong: notKey },
  strangersMayCreate: { right: ["1000000000", 1e9], wrong: [...notWhole, "1000000001"] },
  voteWindow: { right: ["86400", 86_400], wrong: [...notWhole, "31536001"] },
  historyHours: { right: ["8784", 8784], wrong: [...notWhole, "0", "8785"] },
  historyDays: { right: ["3660", 3660], wrong: [...notWhole, "0", "3661"] },
  uniqueVisitors: { right: ["false", false], wrong: notFlag },
  countBots: { right: ["true", true], wrong: notFlag },
  countPrefetches: { right: ["true", true], wrong: notFlag },
  ignoredAddresses: {
    right: ["10.0.0.0/8, 192.0.2.1,2001:db8::/32,::1", "10.0.0.0/8,192.0.2.1,2001:db8::/32,::1"],
    wrong: ["", ",", "10.0.0.1,", "10.0.0.0/33", "10.0.0/8", "localhost", "10.0.0.1 10.0.0.2", "::/129"],
  },
  liveStreams: { right: ["0", 0], wrong: [...notWhole, "100001"] },
  backup: { right: ["90m", 5400], wrong: ["", "6", "6 h", "h", "9s", "31d", "-1h", "1.5h", "on", "0"] },
  backupRetention: { right: ["10000", 10_000], wrong: [...notWhole, "0", "10001"] },
  backupFolder: {
    right: ["/srv/backups of Tally", "/srv/backups of Tally"],
    wrong: [
      "",
      "/",
      "backups",
      "~/backups",
      "/srv/",
      "/srv//backups",
      "/srv/../etc",
      "/srv/a:b",
      "/srv/a\nb",
    ],
  },
  backupKey: { right: ["backup-backup-16", "backup-backup-16"], wrong: notKey },
  nodeImage: { right: ["node:24", "node:24"], wrong: notImage },
  nginxImage: {
    right: [
      `registry.example:5000/a/nginx-b:1.30@${digest}`,
      `registry.example:5000/a/nginx-b:1.30@${digest}`,
    ],
    wrong: notImage,
  },
  redisImage: { right: [`redis@${digest}`, `redis@${digest}`], wrong: notImage },
  prometheusImage: { right: ["prom/prometheus:v3.5.0", "prom/prometheus:v3.5.0"], wrong: notImage },
  grafanaImage: { right: ["grafana/grafana:12.1.1", "grafana/grafana:12.1.1"], wrong: notImage },
  monitoring: { right: ["on", "on"], wrong: ["", "true", "ON", "yes"] },
  monitoringPort: { right: ["9091", 9091], wrong: [...notWhole, "0", "65536"] },
  grafanaPort: { right: ["3001", 3001], wrong: [...notWhole, "0", "65536"] },
  memory: { right: ["64", 64], wrong: [...notWhole, "63", "1048577"] },
  cpus: { right: ["0.05", 0.05], wrong: ["", "0", "0.04", "257", "-1", "1e1", ".5", "1.", "1,5", "half"] },
  healthInterval: { right: ["3600", 3600], wrong: [...notWhole, "0", "3601"] },
  healthTimeout: { right: ["1", 1], wrong: [...notWhole, "0", "3601"] },
  healthStartPeriod: { right: ["0", 0], wrong: [...notWhole, "3601"] },
  healthRetries: { right: ["100", 100], wrong: [...notWhole, "0", "101"] },
  requestTimeout: { right: ["50", 50], wrong: [...notWhole, "0", "51"] },
  maxBodyKilobytes: { right: ["1", 1], wrong: [...notWhole, "0", "1048577"] },
  maxHeaderKilobytes: { right: ["4", 4], wrong: [...notWhole, "3", "257"] },
  clientTimeout: { right: ["300", 300], wrong: [...notWhole, "0", "301"] },
  rateLimit: { right: ["1", 1], wrong: [...notWhole, "0", "1000001", "Off", "none"] },
  rateBurst: { right: ["0", 0], wrong: [...notWhole, "1000001"] },
  connectionLimit: { right: ["65535", 65_535], wrong: [...notWhole, "0", "65536", "off"] },
  trustedProxies: {
    right: ["10.0.0.0/8, 2001:db8::/32,192.0.2.1", "10.0.0.0/8,2001:db8::/32,192.0.2.1"],
    wrong: ["", ",", "10.0.0.0/33", "10.0.0/8", "::/129", "proxy.example", "10.0.0.0/8;", "1.2.3.4/", "all"],
  },
  tls: { right: ["self-signed", "self-signed"], wrong: ["", "on", "true", "Off"] },
  httpsPort: { right: ["65535", 65_535], wrong: [...notWhole, "0", "65536"] },
  tlsCertificateFile: { right: ["/a b/c.pem", "/a b/c.pem"], wrong: ["", " ", " a.pem", "a.pem\n", "a\tb"] },
  tlsKeyFile: { right: ["key.pem", "key.pem"], wrong: ["", " ", "key.pem ", "a\nb"] },
  gateTimeout: { right: ["5", 5], wrong: [...notWhole, "4", "3601"] },
  gateWatch: { right: ["0", 0], wrong: [...notWhole, "601"] },
  drainTimeout: { right: ["1", 1], wrong: [...notWhole, "0", "51"] },
  release: { right: ["0123abcdef", "0123abcdef"], wrong: [...notText, "newest", "0123abcde", "0123ABCDEF"] },
  keepReleases: { right: ["50", 50], wrong: [...notWhole, "0", "51"] },
};

/** What else a value needs to make sense. */
const companions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  redisUsername: { redisHost: "redis.example", redisPassword: "hush" },
  redisPort: { redisHost: "redis.example" },
  redisPassword: { redisHost: "redis.example" },
  redisTls: { redisHost: "redis.example" },
  tlsCertificateFile: { tls: "files", tlsKeyFile: "key.pem" },
  tlsKeyFile: { tls: "files", tlsCertificateFile: "certificate.pem" },
};

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
  const contradictions: Readonly<Record<string, [Readonly<Record<string, string>>, RegExp]>> = {
    "a self-signed certificate in prod": [
      { tls: "self-signed", appEnv: "prod" },
      /^\s*- tally:tls must be files or off in prod/,
    ],
    "files without their names": [{ tls: "files" }, /tally:tlsCertificateFile.*\n.*tally:tlsKeyFile$/],
    "a certificate without a key": [
      { tls: "files", tlsCertificateFile: "a.pem" },
      /^\s*- tally:tls files needs tally:tlsKeyFile$/,
    ],
    "files that nobody asks for": [files, /tally:tlsKeyFile needs tally:tls files, but that is off$/],
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

  it("never repeats a password", () => {
    const passwords = ["hush-hush", "hush hush", "hush-hush\n"];
    for (const redisPassword of passwords) {
      for (const others of [{}, { redisHost: "redis.example", replicas: "0" }]) {
        const message = problemsOf({ redisPassword, ...others }).join("\n");
        expect(message).to.not.equal("");
        expect(message).to.not.include("hush");
      }
    }
  });

  it("refuses a secret that is given in clear, names what to do, and does not show it", () => {
    const given = { "tally:redisHost": "redis.example", "tally:port": "80" };
    for (const key of secretKeys) {
      const values = { ...given, [`tally:${key}`]: "hush-hush-hush-hush" };
      expect(() => parseStackConfig("dev", values, (name) => name !== `tally:${key}`))
        .to.throw(`tally:${key} is a secret and is given in clear`)
        .with.property("message")
        .that.includes(`npm run up -- --secret-config ${key}=…`)
        .and.includes(`pulumi config set --secret tally:${key}`)
        .and.not.includes("hush");
      expect(parseStackConfig("dev", values, (name) => name === `tally:${key}`)).to.have.property(key);
    }
    expect(parseStackConfig("dev", given, () => false).port).to.equal(80);
  });

  it("never repeats a key", () => {
    for (const key of ["ownerKey", "readKey", "hitKey"]) {
      const message = problemsOf({ [key]: "hush hush hush hush" }).join("\n");
      expect(message).to.include(`tally:${key}`).and.not.include("hush");
    }
  });

  it("refuses one key for strangers and for the owner, without showing it", () => {
    const same = "one-key-for-everybody";
    const problems = problemsOf({ ownerKey: same, readKey: same, hitKey: same });
    expect(problems).to.have.length(2);
    expect(problems.join("\n"))
      .to.match(/tally:readKey must be another key than tally:ownerKey[\s\S]*tally:hitKey must be another/)
      .and.not.include(same);
    expect(problemsOf({ ownerKey: "an-owner-key-alone", readKey: same, hitKey: same })).to.deep.equal([]);
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
