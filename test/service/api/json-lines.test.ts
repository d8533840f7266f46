import { expect } from "chai";
import { BadLine } from "../../../service/api/bad-line.ts";
import { readLines } from "../../../service/api/json-lines.ts";

async function* chunksOf(...chunks: string[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function linesOf(...chunks: string[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(chunksOf(...chunks), 8)) lines.push(line.toString());
  return lines;
}

describe("readLines", () => {
  for (const [what, chunks, lines] of [
    ["nothing", [], []],
    ["a line without an end", ["abc"], ["abc"]],
    ["lines across chunks", ["a", "b\nc", "\n", "d\n"], ["ab", "c", "d"]],
    ["many lines in a chunk", ["a\nb\nc\n"], ["a", "b", "c"]],
    ["empty lines", ["\n\na\n\n"], ["", "", "a", ""]],
    ["lines of the greatest length", ["12345678\n1234", "5678\n"], ["12345678", "12345678"]],
  ] as const) {
    it(`reads ${what}`, async () => {
      expect(await linesOf(...chunks)).to.deep.equal(lines);
    });
  }

  it("refuses a line that is too long before it has all of it", async () => {
    let pulled = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from("ok\n");
      for (;;) {
        pulled += 1;
        yield Buffer.from("1234");
      }
    }
    const lines: string[] = [];
    try {
      for await (const line of readLines(endless(), 8)) lines.push(line.toString());
    } catch (error) {
      expect(error).to.be.instanceOf(BadLine).with.property("status", 413);
      expect(error).to.have.property("line", 2);
      expect(error).to.have.property(
        "message",
        "Line 2 has more than 8 bytes. The 1 lines before it are imported.",
      );
    }
    expect([lines, pulled]).to.deep.equal([["ok"], 3]);
  });

  it("asks for no chunk before its line is needed", async () => {
    const chunks = chunksOf("a\nb\n", "c\n");
    let pulled = 0;
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        pulled += 1;
        yield chunk;
      }
    }
    const lines = readLines(counted(), 8);
    await lines.next();
    await lines.next();
    expect(pulled).to.equal(1);
  });
});
