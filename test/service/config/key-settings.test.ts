import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadKeys } from "../../../service/config/key-settings.ts";

function load(given: Record<string, string>) {
  const problems: string[] = [];
  return { keys: loadKeys(given, problems), problems };
}

const problemsWith = (given: Record<string, string>) => load(given).problems;

describe("loadKeys", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "tally-keys-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  function keyFile(content: string): string {
    const file = join(folder, "key");
    writeFileSync(file, content);
    return file;
  }

  const keyKind = "16 to 256 printable ASCII characters without spaces";

  for (const name of ["OWNER_KEY", "READ_KEY", "HIT_KEY"]) {
    it(`reads ${name} from a file`, () => {
      const { keys } = load({ [`${name}_FILE`]: keyFile("a-key-0123456789\n") });
      expect(Object.values(keys).filter(Boolean)).to.deep.equal(["a-key-0123456789"]);
    });

    it(`refuses a weak ${name} and does not repeat it`, () => {
      for (const key of ["hunter2", "hunter2 hunter2 hunter2", "x".repeat(257)]) {
        const file = keyFile(key);
        expect(problemsWith({ [name]: key })).to.deep.equal([`${name} must be ${keyKind}`]);
        expect(problemsWith({ [`${name}_FILE`]: file })).to.deep.equal([
          `${name}_FILE is "${file}" but must be a file that holds ${keyKind}`,
        ]);
      }
    });

    it(`refuses ${name} that is given twice`, () => {
      expect(problemsWith({ [name]: "x", [`${name}_FILE`]: "/y" })).to.deep.equal([
        `${name} and ${name}_FILE are both given but must be one or the other`,
      ]);
    });
  }

  it("refuses an owner key that serves for anything else", () => {
    const key = "one-for-all-0123456789";
    for (const other of ["READ_KEY", "HIT_KEY"]) {
      expect(problemsWith({ OWNER_KEY: key, [other]: key })[0]).to.match(/^OWNER_KEY must differ from/);
    }
  });
});
