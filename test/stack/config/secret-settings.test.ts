import { expect } from "chai";
import { parseStackConfig, secretKeys } from "../../../stack/config/config.ts";
import { problemsOf } from "./parsed-config.ts";

describe("a secret in the configuration", () => {
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
    const given = {
      "tally:redisHost": "redis.example",
      "tally:otlpEndpoint": "http://a",
      "tally:port": "80",
    };
    const swarm = {
      "tally:platform": "swarm",
      "tally:registry": "registry.example",
      "tally:registryUsername": "deployer",
    };
    for (const key of secretKeys) {
      const values = {
        ...given,
        ...(key === "registryPassword" && swarm),
        [`tally:${key}`]: key === "otlpHeaders" ? "hush=hush" : "hush-hush-hush-hush",
      };
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

  it("is no other setting: what is kept encrypted without need is named, and nothing else of it", () => {
    const values = { "tally:port": "sealed=value-of-tally:port", "tally:redisHost": "redis.example" };
    for (const [key, sealed] of [
      ["port", { ...values, "docker:certPath": "sealed" }],
      ["redisHost", { "tally:redisHost": "redis.example" }],
    ] as const) {
      const isSealed = (name: string) => [`tally:${key}`, "docker:certPath"].includes(name);
      expect(() => parseStackConfig("dev", sealed, isSealed))
        .to.throw(Error)
        .with.property("message")
        .that.matches(
          new RegExp(
            `:\\n  - tally:${key} is no secret and is kept encrypted: ` +
              `give it by npm run up -- --config ${key}=…, or by pulumi config set tally:${key}$`,
          ),
        );
    }
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
});
