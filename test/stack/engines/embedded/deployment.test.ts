import { expect } from "chai";
import type Docker from "dockerode";
import { Deployment } from "../../../../stack/engines/embedded/deployment.ts";
import { failureOf } from "../../../support/failure.ts";

const volumeType = "docker:index/volume:Volume";

describe("a deployment", () => {
  let existing: Set<string>;
  /** What makes a volume under a name; at once unless a test says otherwise. */
  let making: Map<string, Promise<void>>;
  let made: string[];
  let lines: string[];

  beforeEach(() => {
    existing = new Set();
    making = new Map();
    made = [];
    lines = [];
  });

  const docker = {
    getVolume: (name: string) => ({
      inspect: async () => {
        if (!existing.has(name)) throw Object.assign(new Error("no such volume"), { statusCode: 404 });
      },
    }),
    createVolume: async ({ Name }: { Name: string }) => {
      await making.get(Name);
      made.push(Name);
    },
  } as unknown as Docker;

  function deploy({ dryRun = false } = {}): Deployment {
    return new Deployment({ docker, stack: "dev", report: (line) => void lines.push(line) }, { dryRun });
  }

  const volume = (name: string) => ({ type: volumeType, name, inputs: { name: `tally-${name}` } });

  it("makes what is missing and answers with what was made", async () => {
    const deployment = deploy();
    expect(await deployment.register(volume("a"))).to.deep.equal({
      id: "tally-a",
      state: { name: "tally-a" },
    });
    expect(made).to.deep.equal(["tally-a"]);
    expect(deployment.changes).to.equal(1);
    expect(lines.join()).to.include("+ a");
  });

  it("leaves alone what is there", async () => {
    existing.add("tally-a");
    const deployment = deploy();
    expect((await deployment.register(volume("a"))).id).to.equal("tally-a");
    expect(made).to.deep.equal([]);
    expect(deployment.changes).to.equal(0);
  });

  it("makes nothing on a dry run, and answers and counts as if it had", async () => {
    const deployment = deploy({ dryRun: true });
    expect((await deployment.register(volume("a"))).id).to.equal("tally-a");
    expect(made).to.deep.equal([]);
    expect(deployment.changes).to.equal(1);
    expect(lines.join()).to.include("create");
  });

  it("names the resource that failed, and keeps the cause", async () => {
    const cause = new Error("disk full");
    making.set("tally-a", Promise.reject(cause));
    const deployment = deploy();
    expect(await failureOf(deployment.register(volume("a")))).to.equal("a: disk full");
    expect(deployment.failure?.cause).to.equal(cause);
  });

  it("refuses, untouched, whatever is registered after a failure", async () => {
    making.set("tally-a", Promise.reject(new Error("disk full")));
    const deployment = deploy();
    await failureOf(deployment.register(volume("a")));
    expect(await failureOf(deployment.register(volume("b")))).to.equal("a: disk full");
    expect(made).to.deep.equal([]);
    expect(lines.join()).to.not.match(/ b\b/);
  });

  it("waits, after a failure, for those under way", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    making.set("tally-slow", promise);
    making.set("tally-a", Promise.reject(new Error("disk full")));
    const deployment = deploy();
    const slow = deployment.register(volume("slow"));
    await failureOf(deployment.register(volume("a")));
    let settled = false;
    const settling = deployment.settle().then(() => {
      settled = true;
    });
    await new Promise(setImmediate);
    expect(settled).to.equal(false);
    resolve();
    await settling;
    expect(made).to.deep.equal(["tally-slow"]);
    expect((await slow).id).to.equal("tally-slow");
  });

  it("reports the first of several failures", async () => {
    const { promise, reject } = Promise.withResolvers<void>();
    making.set("tally-late", promise);
    making.set("tally-early", Promise.reject(new Error("disk full")));
    const deployment = deploy();
    const late = failureOf(deployment.register(volume("late")));
    await failureOf(deployment.register(volume("early")));
    reject(new Error("too late"));
    expect(await late).to.equal("early: disk full");
  });

  it("fails for a type that it cannot make, and names it", async () => {
    const bucket = { type: "aws:s3/bucket:Bucket", name: "bucket", inputs: {} };
    expect(await failureOf(deploy().register(bucket))).to.match(
      /^bucket: .*does not know the resource type aws:s3\/bucket:Bucket/,
    );
  });

  it("knows everything that was described, made or not", async () => {
    existing.add("tally-a");
    const deployment = deploy();
    await deployment.register(volume("a"));
    await deployment.register(volume("b"));
    const { containers, networks, volumes } = deployment.described();
    expect([...volumes]).to.deep.equal(["tally-a", "tally-b"]);
    expect([containers.size, networks.size]).to.deep.equal([0, 0]);
  });
});
