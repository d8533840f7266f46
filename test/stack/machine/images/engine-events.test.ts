import { Readable } from "node:stream";
import { expect } from "chai";
import { type EngineEvent, readEvents } from "../../../../stack/machine/images/engine-events.ts";
import { failureOf } from "../../../support/failure.ts";

describe("readEvents", () => {
  const read = (...chunks: string[]) => collect(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));

  it("puts lines together that arrive in pieces", async () => {
    expect(await read('{"status":', '"a"}\r\n{"status":"b"}\r\n', '{"status":"c"}')).to.deep.equal([
      { status: "a" },
      { status: "b" },
      { status: "c" },
    ]);
  });

  it("fails with the engine's message", async () => {
    expect(await failureOf(read('{"status":"a"}\n{"error":"no space left on device"}\n'))).to.equal(
      "no space left on device",
    );
  });

  it("fails when the stream breaks", async () => {
    async function* broken() {
      yield Buffer.from('{"status":"a"}\n');
      throw new Error("connection lost");
    }
    expect(await failureOf(collect(Readable.from(broken())))).to.equal("connection lost");
  });
});

async function collect(stream: Readable): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  for await (const event of readEvents(stream)) events.push(event);
  return events;
}
