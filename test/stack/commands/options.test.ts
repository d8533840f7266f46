import { expect } from "chai";
import { parseOptions } from "../../../stack/commands/options.ts";
import { keepEnvironment } from "../kept-environment.ts";

describe("parseOptions", () => {
  keepEnvironment("PULUMI_STACK");

  it("has a default for everything", () => {
    expect(parseOptions([])).to.include({ stack: "dev", yes: false, follow: false, json: false });
    expect(parseOptions([]).config).to.deep.equal([]);
  });

  it("takes the stack that PULUMI_STACK names, unless the command line names one", () => {
    process.env.PULUMI_STACK = "staging";
    expect(parseOptions([]).stack).to.equal("staging");
    expect(parseOptions(["--stack", "prod"]).stack).to.equal("prod");
    expect(parseOptions(["-s", "prod"]).stack).to.equal("prod");
  });

  it("collects every setting in order", () => {
    expect(parseOptions(["-c", "a=1", "--config", "b=2", "--config=c=3"]).config).to.deep.equal([
      "a=1",
      "b=2",
      "c=3",
    ]);
  });

  it("collects secret settings apart", () => {
    const options = parseOptions(["--secret-config", "a=1", "-c", "b=2", "--secret-config=c=3"]);
    expect(options.secretConfig).to.deep.equal(["a=1", "c=3"]);
    expect(options.config).to.deep.equal(["b=2"]);
  });

  it("collects settings to forget", () => {
    expect(parseOptions(["--unset", "port", "--unset=tally:backup"]).unset).to.deep.equal([
      "port",
      "tally:backup",
    ]);
  });

  it("takes the name of a file, or none", () => {
    expect(parseOptions(["--file", "counters.jsonl"]).file).to.equal("counters.jsonl");
    expect(parseOptions([]).file).to.equal(undefined);
  });

  it("knows long and short forms", () => {
    expect(parseOptions(["-y", "-f", "-j"])).to.include({ yes: true, follow: true, json: true });
    expect(parseOptions(["--yes", "--follow", "--json"])).to.include({ yes: true, follow: true, json: true });
  });

  for (const [wrong, said] of [
    [["--bogus"], "Unknown option '--bogus'"],
    [["prod"], "Unexpected argument 'prod'"],
  ] as const) {
    it(`says where the options are listed instead of ${wrong[0]}, and no more`, () => {
      expect(() => parseOptions(wrong, "down"))
        .to.throw(Error)
        .with.property("message", `${said}; npm run down -- --help lists the options`);
    });
  }

  for (const wrong of [["--stak", "dev"], ["prod"], ["-x"], ["--stack"], ["--yes=no"]]) {
    it(`refuses ${wrong.join(" ")} and names it`, () => {
      expect(() => parseOptions(wrong)).to.throw(Error, (wrong[0] ?? "").replace(/=.*/, ""));
    });
  }
});
