import { expect } from "chai";
import type Docker from "dockerode";
import { importCommand } from "../../../stack/commands/import.ts";
import { parseOptions } from "../../../stack/commands/options.ts";
import { failureOf } from "../../support/failure.ts";

describe("import --file", () => {
  const run = (file: string) =>
    importCommand({ docker: {} as Docker, options: parseOptions(["--file", file]), report: () => undefined });

  for (const [file, reason] of [
    ["/no/such.jsonl", "there is no such file"],
    ["/proc", "it is a folder, and must be a file"],
    ["/proc/version/such", "/proc/version is no folder"],
  ] as const) {
    it(`says of ${file} that ${reason}`, async () => {
      expect(await failureOf(run(file))).to.equal(`--file ${file} cannot be read: ${reason}`);
    });
  }
});
