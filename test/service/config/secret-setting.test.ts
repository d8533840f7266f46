import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadSecret } from "../../../service/config/secret-setting.ts";

describe("loadSecret", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "tally-secrets-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  function load(given: Record<string, string>) {
    const problems: string[] = [];
    return { secret: loadSecret(given, "REDIS_PASSWORD", { noun: "password" }, problems), problems };
  }

  function secretFile(content: string): string {
    const file = join(folder, "secret");
    writeFileSync(file, content);
    return file;
  }

  it("is undefined where none is given", () => {
    expect(load({})).to.deep.equal({ secret: undefined, problems: [] });
  });

  it("takes a secret as it is", () => {
    expect(load({ REDIS_PASSWORD: "two words " }).secret).to.equal("two words ");
  });

  for (const [content, secret] of [
    ["secret", "secret"],
    ["secret\n", "secret"],
    ["secret\r\n", "secret"],
    [" se cret \n\n", " se cret \n"],
  ] as const) {
    it(`reads it from a file with ${JSON.stringify(content)}`, () => {
      expect(load({ REDIS_PASSWORD_FILE: secretFile(content) })).to.deep.equal({ secret, problems: [] });
    });
  }

  it("names a file that it cannot read", () => {
    expect(load({ REDIS_PASSWORD_FILE: "/nowhere/password" }).problems).to.deep.equal([
      'REDIS_PASSWORD_FILE is "/nowhere/password" but must be a file that can be read: ENOENT',
    ]);
  });

  it("refuses an empty file", () => {
    expect(load({ REDIS_PASSWORD_FILE: secretFile("\n") }).problems[0]).to.match(
      /^REDIS_PASSWORD_FILE is .* but must be a file that holds a password: it is empty$/,
    );
  });

  it("refuses a secret that is given twice, and does not repeat it", () => {
    expect(
      load({ REDIS_PASSWORD: "hunter2", REDIS_PASSWORD_FILE: secretFile("other") }).problems,
    ).to.deep.equal(["REDIS_PASSWORD and REDIS_PASSWORD_FILE are both given but must be one or the other"]);
  });
});
