import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect } from "chai";
import type Docker from "dockerode";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { projectPath } from "../../../stack/release/build-context.ts";
import { testStackName } from "../../support/abandoned-stacks.ts";
import { until } from "../../support/until.ts";

const docker = connectDocker();

describe("logs", function () {
  this.timeout(60_000);
  const stack = testStackName();
  const containers: Docker.Container[] = [];

  /** A container that writes these lines and lives on. */
  async function start(part: string, role: string, ...lines: (object | string)[]): Promise<Docker.Container> {
    const texts = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
    const container = await docker.createContainer({
      name: `tally-${stack}-${part}`,
      Image: await findBaseImage(docker, "redis"),
      Cmd: ["sh", "-c", `printf '%s\\n' "$@"; exec sleep 600`, "sh", ...texts],
      Entrypoint: [],
      Labels: { "tally.stack": stack, "tally.role": role },
      HostConfig: { Init: true },
    });
    containers.push(container);
    await container.start();
    return container;
  }

  function run(...args: string[]) {
    const child = spawn("node", [projectPath("stack/commands/cli.ts"), "logs", "--stack", stack, ...args]);
    const lines: string[] = [];
    const errors: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
    createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
    return { lines, errors, exited: once(child, "close"), kill: () => child.kill() };
  }

  async function shown(...args: string[]): Promise<string[]> {
    const { lines, exited } = run(...args);
    await exited;
    return lines;
  }

  /** One of a request, and more after it than anybody looks at without a reason. */
  const oldLines = () => [{ requestId: "old", msg: "long ago" }, Array(12_000).fill("later").join("\n")];

  before(async () => {
    await start("proxy", "proxy", { level: "info", requestId: "one", method: "GET", path: "/", status: 200 });
    await start(
      "service-aaaa-1",
      "service",
      { level: "info", requestId: "one", method: "GET", route: "/", status: 200 },
      { level: "error", requestId: "two", msg: "first" },
    );
    await start("service-aaaa-2", "service", { level: "warn", requestId: "three", msg: "second" });
    await start("redis", "redis", "1:M 21 Nov 2026 15:00:00.000 * Ready");
  });
  after(() => Promise.all(containers.map((container) => container.remove({ force: true, v: true }))));

  it("shows the lines of all containers in the order of time", async () => {
    const lines = await shown();
    expect(lines.map((line) => line.split(/ +/)[1])).to.deep.equal([
      "proxy",
      "service-aaaa-1",
      "service-aaaa-1",
      "service-aaaa-2",
      "redis",
    ]);
  });

  it("finds the lines of a request, the proxy's and the replica's", async () => {
    const lines = await shown("--id", "one");
    expect(lines).to.have.length(2);
    for (const line of lines) expect(line).to.match(/(proxy|service-aaaa-1) .* id=one$/);
  });

  it("finds the lines of a request however long ago they were", async () => {
    const old = await start("service-old-3", "service", ...oldLines());
    try {
      const lines = await shown("--id", "old");
      expect(lines).to.have.length(1);
      expect(lines[0]).to.contain("long ago");
    } finally {
      await old.remove({ force: true, v: true });
      containers.splice(containers.indexOf(old), 1);
    }
  });

  it("shows one replica, and a level and worse", async () => {
    expect(await shown("--replica", "2")).to.have.length(1);
    expect((await shown("--level", "warn")).map((line) => line.match(/first|second/)?.[0])).to.deep.equal([
      "first",
      "second",
    ]);
  });

  it("passes lines through as JSON", async () => {
    const lines = (await shown("--json")).map((line) => JSON.parse(line));
    expect(lines[2]).to.deep.equal({ level: "error", requestId: "two", msg: "first" });
    expect(lines[4]).to.include({ level: "info", msg: "1:M 21 Nov 2026 15:00:00.000 * Ready" });
  });

  it("follows containers that start later, and shows no line twice", async () => {
    const following = run("--follow");
    try {
      await until(() => following.lines.length === 5, 20_000);
      await start("service-bbbb-1", "service", { level: "info", msg: "here I am" });
      await until(() => following.lines.length === 6, 20_000);
      expect(following.lines[5]).to.match(/service-bbbb-1 info +here I am$/);
      // A second start says what was said before, once more.
      await containers[2]?.restart({ t: 1 });
      await until(() => following.lines.length === 7, 20_000);
      expect(following.lines[6]).to.contain("second");
    } finally {
      following.kill();
      await following.exited;
    }
  });

  for (const [option, value, right] of [
    ["--replica", "7", "the number or the name of a replica"],
    ["--level", "loud", "one of trace, debug"],
  ] as const) {
    it(`refuses a wrong ${option}, and says what would be right`, async () => {
      const { lines, errors, exited } = run(option, value);
      expect((await exited)[0]).to.equal(1);
      expect(errors.join("\n")).to.contain(`${option} is "${value}" but must be ${right}`);
      expect(lines).to.deep.equal([]);
    });
  }
});
