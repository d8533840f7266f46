import { PassThrough } from "node:stream";
import { expect } from "chai";
import Docker from "dockerode";
import { followStack } from "../../../stack/logs/follow.ts";
import { until } from "../../support/until.ts";

describe("followStack", () => {
  let docker: Docker;
  let starts: PassThrough;
  /** Each run's stream of each container, in the order in which they were asked for. */
  let asked: { name: string; stream: PassThrough }[];
  let shown: string[];

  beforeEach(() => {
    docker = new Docker();
    starts = new PassThrough();
    [asked, shown] = [[], []];
    docker.getContainer = ((name: string) => ({
      logs: async () => {
        const stream = new PassThrough();
        asked.push({ name, stream });
        return stream;
      },
    })) as unknown as Docker["getContainer"];
  });

  function follow(...known: string[]): Promise<void> {
    const none = new Map(known.map((name) => [name, ""]));
    return followStack(docker, starts, none, ({ text }) => void shown.push(text));
  }
  const start = (name: string) => starts.write(`${JSON.stringify({ Actor: { Attributes: { name } } })}\n`);

  function write(stream: PassThrough | undefined, second: number, text: string): void {
    const line = Buffer.from(`2026-11-21T15:00:0${second}.000000000Z ${text}\n`);
    const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, line.length]);
    stream?.write(Buffer.concat([header, line]));
  }

  it("follows what started before it was called, and after the subscription", async () => {
    start("b");
    const ended = follow("a");
    await until(() => asked.length === 2);
    expect(asked.map(({ name }) => name)).to.deep.equal(["a", "b"]);
    starts.end();
    await ended;
  });

  it("follows a container once more whose start comes before the end of its stream", async () => {
    const ended = follow("a");
    await until(() => asked.length === 1);
    write(asked[0]?.stream, 1, "first");
    await until(() => shown.length === 1);
    start("a");
    starts.end();
    await ended;
    expect(asked).to.have.length(1);
    asked[0]?.stream.end();
    await until(() => asked.length === 2);
    // The engine shows the last line of the run before once more.
    write(asked[1]?.stream, 1, "first");
    write(asked[1]?.stream, 2, "second");
    await until(() => shown.length === 2);
    expect(shown).to.deep.equal(["first", "second"]);
    asked[1]?.stream.end();
  });

  it("leaves a container alone that has stopped and not started", async () => {
    const ended = follow("a");
    await until(() => asked.length === 1);
    asked[0]?.stream.end();
    starts.end();
    await ended;
    await new Promise(setImmediate);
    expect(asked).to.have.length(1);
  });
});
