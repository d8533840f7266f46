import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { refuseSwallowedOptions } from "../../../stack/commands/swallowed-options.ts";
import { projectPath } from "../../../stack/release/build-context.ts";
import { failureOf } from "../../support/failure.ts";

describe("options that npm has taken for its own", () => {
  const refusal = (env: NodeJS.ProcessEnv) => {
    const run = { npm_lifecycle_event: "restore", ...env };
    return () => refuseSwallowedOptions("restore", run);
  };

  it("are refused, each written as it is right, and no value is shown", () => {
    expect(
      refusal({ npm_config_stack: "true", npm_config_backup: "latest", npm_config_secret_config: "a=hush" }),
    ).to.throw(
      /^npm keeps the options before a -- to itself: write npm run restore -- --stack NAME --secret-config KEY=VALUE --backup NAME$/,
    );
  });

  it("are no others than Tally's, nor those that npm has as well", () => {
    const others = { npm_config_loglevel: "silent", npm_config_yes: "", npm_config_json: "true" };
    expect(refusal(others)).to.not.throw();
  });

  it("are not looked for where no script runs", () => {
    expect(() => refuseSwallowedOptions("restore", { npm_config_stack: "prod" })).to.not.throw();
  });

  it("keep a script from its work", async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(join(tmpdir(), "tally-npm-"));
    const down = `"${process.execPath}" "${projectPath("stack/commands/cli.ts")}" down`;
    await writeFile(join(folder, "package.json"), JSON.stringify({ scripts: { down } }));
    const env = { ...process.env, DOCKER_HOST: "tcp://127.0.0.1:1", TALLY_ENGINE: "embedded" };
    try {
      for (const given of [["--stack=prod"], ["--stack", "prod"]]) {
        const run = promisify(execFile)("npm", ["run", "down", ...given], { cwd: folder, env });
        expect(await failureOf(run)).to.include("write npm run down -- --stack NAME\n");
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
