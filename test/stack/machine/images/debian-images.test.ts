import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { makeDebianImages } from "../../../../stack/machine/images/debian-images.ts";
import { failureOf } from "../../../support/failure.ts";
import { type FakeEngine, type FakeEngineOptions, startFakeEngine } from "../fake-engine.ts";

describe("makeDebianImages", () => {
  let directory: string;
  let workRoot: string;
  let engine: FakeEngine;
  const path = process.env.PATH;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "tally-images-"));
    workRoot = join(directory, "work");
    await mkdir(workRoot);
    process.env.PATH = `${directory}:${path}`;
  });
  afterEach(async () => {
    process.env.PATH = path;
    await engine.dispose();
    await rm(directory, { recursive: true });
  });

  /** The last argument is the tarball, as no mirror is given. */
  async function make(mmdebstrap: string, options?: FakeEngineOptions): Promise<string[]> {
    const script = join(directory, "mmdebstrap");
    await writeFile(script, `#!/bin/sh\nset -e\nfor tarball; do :; done\n${mmdebstrap}\n`);
    await chmod(script, 0o755);
    engine = await startFakeEngine(options);
    const lines: string[] = [];
    await makeDebianImages({
      docker: engine.docker,
      report: (line) => lines.push(line),
      names: ["nginx", "redis"],
      settings: { mirror: undefined, proxies: { http_proxy: "http://proxy.example:3128" } },
      workRoot,
    });
    return lines;
  }
  const leftBehind = () => readdir(workRoot);

  it("imports what mmdebstrap made, under the image's name and with its path and label", async () => {
    const lines = await make('printf "files of $tarball by $http_proxy in $TMPDIR" > "$tarball"');
    const redis = engine.created.find(({ query }) => query.get("repo") === "tally-base/redis:forky");
    expect(redis?.body.toString()).to.match(
      /redis\.tar by http:\/\/proxy\.example:3128 in \S+\/work\/tally-base-/,
    );
    expect(redis?.query.getAll("changes")).to.deep.equal([
      "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "LABEL tally.base=made",
    ]);
    expect(lines).to.include("Making tally-base/nginx:forky from Debian packages");
    expect(lines).to.include("Made tally-base/nginx:forky: 1 MB in 0 s");
    expect(await leftBehind()).to.deep.equal([]);
  });

  it("imports nothing half made, ends the others and shows why", async () => {
    const message = await failureOf(
      make(`case $tarball in
        */nginx.tar) echo half > "$tarball"; echo "E: no such package"; exit 1;;
        *) sleep 60;;
      esac`),
    );
    expect(message).to.match(/^mmdebstrap .*nginx\.tar failed with exit code 1:\nE: no such package$/);
    expect(engine.created).to.deep.equal([]);
    expect(await leftBehind()).to.deep.equal([]);
  });

  it("fails when the engine does not take the image", async () => {
    const message = await failureOf(
      make('echo files > "$tarball"', {
        create: (_, response) => response.end('{"error":"no space left on device"}\r\n'),
      }),
    );
    expect(message).to.equal("no space left on device");
    expect(await leftBehind()).to.deep.equal([]);
  });
});
