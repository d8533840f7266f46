import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../service/config.ts";
import { problemsOf } from "./config-problems.ts";

describe("the password of Redis", () => {
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
});
