import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { projectPath } from "../../stack/release/build-context.ts";
import { workflowProblems } from "./workflows.ts";

const folder = projectPath(".github/workflows");

describe("the workflows", () => {
  it("have the least rights, an end, and actions pinned by their commits", async () => {
    const names = await readdir(folder);
    expect(names).to.include.members([
      "test.yml",
      "images.yml",
      "deploy.yml",
      "delivery.yml",
      "base-images.yml",
    ]);
    for (const name of names) {
      expect(workflowProblems(await readFile(join(folder, name), "utf8")), name).to.deep.equal([]);
    }
  });

  it("install the Pulumi CLI that belongs to the SDK", async () => {
    const { devDependencies } = JSON.parse(await readFile(projectPath("package.json"), "utf8"));
    for (const name of ["test.yml", "deploy.yml"]) {
      const [, version] = /pulumi-version: (\S+)/.exec(await readFile(join(folder, name), "utf8")) ?? [];
      expect(version, name).to.equal(devDependencies["@pulumi/pulumi"]);
    }
  });

  it("scan and publish every image, but for those of the monitoring", async () => {
    const paths = ["service", "stack", "nginx"].map(async (top) =>
      (await readdir(projectPath(top), { recursive: true })).map((path) => `${top}/${path}`),
    );
    const dockerfiles = (await Promise.all(paths))
      .flat()
      .filter((path) => path.endsWith("/Dockerfile") && !path.startsWith("stack/monitoring/"));
    const text = await readFile(join(folder, "images.yml"), "utf8");
    const built = [...text.matchAll(/file: (\S*Dockerfile)\b/g)].map(([, path]) => path);
    expect(dockerfiles).to.have.length.above(2);
    expect(built.sort()).to.deep.equal(dockerfiles.sort());
  });

  it("use one version of each action", async () => {
    const texts = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")),
    );
    const pins = new Set(texts.join("\n").match(/[\w/-]+@[0-9a-f]{40} # \S+/g));
    expect(new Set([...pins].map((pin) => pin.split("@")[0])).size).to.equal(pins.size);
  });
});

describe("workflowProblems", () => {
  const right = [
    "permissions: {}",
    "jobs:",
    "  test:",
    "    permissions: {contents: read}",
    "    timeout-minutes: 5",
    "    steps:",
    `      - uses: actions/checkout@${"0a".repeat(20)} # v1.2.3`,
  ].join("\n");

  it("has nothing to say of a right one", () => {
    expect(workflowProblems(right)).to.deep.equal([]);
  });

  for (const [from, to, says] of [
    ["permissions: {}\n", "", /to all of its jobs/],
    ["permissions: {}", "permissions: read-all", /to all of its jobs/],
    ["{contents: read}", "write-all", /test does not say which rights/],
    ["    permissions: {contents: read}\n", "", /test does not say which rights/],
    ["    timeout-minutes: 5\n", "", /test may go on for hours/],
    [`@${"0a".repeat(20)} # v1.2.3`, "@v1", /checkout@v1 is not pinned/],
    [" # v1.2.3", "", /is not pinned/],
  ] as const) {
    it(`names what is wrong with ${JSON.stringify(to || `no ${from.trim()}`)}`, () => {
      const wrong = right.replace(from, to);
      expect(wrong).to.not.equal(right);
      expect(workflowProblems(wrong).join()).to.match(says);
    });
  }
});
