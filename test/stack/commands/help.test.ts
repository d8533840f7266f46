import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect } from "chai";
import { commands } from "../../../stack/commands/commands.ts";
import { renderHelp } from "../../../stack/commands/help.ts";
import { optionTexts, parseOptions } from "../../../stack/commands/options.ts";
import { projectPath } from "../../../stack/release/build-context.ts";

describe("--help", function () {
  // Each command line is a process that loads the whole program.
  this.timeout(60_000);

  it("lists every command and every option", () => {
    for (const [name, { summary }] of Object.entries(commands)) {
      expect(renderHelp()).to.match(new RegExp(`^  ${name} +${summary}`, "m"));
    }
    for (const [written] of Object.values(optionTexts)) expect(renderHelp()).to.include(written);
  });

  it("names commands that npm run knows, and the other ones with each", async () => {
    const { scripts } = JSON.parse(await readFile(projectPath("package.json"), "utf8"));
    for (const name of Object.keys(commands)) {
      expect(scripts[name], name).to.match(new RegExp(`/cli\\.ts ${name}$`));
      for (const other of Object.keys(commands)) expect(renderHelp(name)).to.include(other);
    }
  });

  it("of a command lists the options that it knows, and no others", () => {
    const help = renderHelp("delete-data");
    expect(help).to.match(/^npm run delete-data/);
    expect(help).to.include("--yes").and.include("--stack").and.include("--help");
    expect(help).to.not.include("--config").and.not.include("--file");
  });

  it("is written as the options are read", () => {
    for (const [option, [written]] of Object.entries(optionTexts)) {
      const [, short, long = "", value] = /^(?:-(\w), | {4})--([\w-]+)( \S+)?$/.exec(written) ?? [];
      const given = value ? ["given=1"] : [];
      const expected = value ? /given=1/ : /^true$/;
      for (const flag of [`--${long}`, ...(short ? [`-${short}`] : [])]) {
        const options: Readonly<Record<string, unknown>> = { ...parseOptions([flag, ...given]) };
        expect(String(options[option]), flag).to.match(expected);
      }
    }
  });

  for (const args of [["--help"], ["delete-data", "-h"]]) {
    it(`is answered to ${args.join(" ")}, on standard output, and nothing is done`, async () => {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [
        projectPath("stack/commands/cli.ts"),
        ...args,
      ]);
      expect(stdout).to.match(/^npm run [\s\S]*--stack NAME/);
      expect(stderr).to.equal("");
    });
  }
});
