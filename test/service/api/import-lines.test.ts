import { expect } from "chai";
import { BadLine, importLines } from "../../../service/api/import-lines.ts";
import type { CounterRecord } from "../../../service/counting/counters.ts";
import { BadRecord, CountingPaused } from "../../../service/errors.ts";

function recordOf(counter: string, more: object = {}): object {
  return { counter, value: "1", settings: {}, hours: {}, days: {}, ...more };
}

const sketch = Buffer.from("HYLL").toString("base64");

/** Imports these lines; each is an object, or text that is none. */
async function importAll(lines: readonly (object | string)[], refused = new Map<string, Error>()) {
  const imported: string[] = [];
  async function importRecord({ counter }: CounterRecord): Promise<void> {
    await Promise.resolve();
    const error = refused.get(counter);
    if (error) throw error;
    imported.push(counter);
  }
  async function* stream(): AsyncGenerator<Buffer> {
    for (const line of lines) {
      yield Buffer.from(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);
    }
  }
  try {
    return { imported, count: await importLines(stream(), importRecord) };
  } catch (error) {
    return { imported, error };
  }
}

describe("importLines", () => {
  it("imports every line and skips empty ones", async () => {
    const { imported, count } = await importAll([recordOf("a/1"), "", recordOf("a/2")]);
    expect([imported, count]).to.deep.equal([["a/1", "a/2"], 2]);
  });

  it("imports more lines than it writes at once, in their order", async () => {
    const names = Array.from({ length: 200 }, (_, at) => `a/${at}`);
    const { imported, count } = await importAll(names.map((name) => recordOf(name)));
    expect([imported, count]).to.deep.equal([names, 200]);
  });

  for (const [what, line] of [
    ["no JSON", "{"],
    ["no object", "[]"],
    ["no counter", { ...recordOf("x"), counter: undefined }],
    ["a bad name", recordOf("a b/c")],
    ["a reserved name", recordOf("tally/other")],
    ["a value beyond 64 bits", recordOf("a/b", { value: "9223372036854775808" })],
    ["a value that is a number", recordOf("a/b", { value: 1 })],
    ["a bad hour", recordOf("a/b", { hours: { "01": "1" } })],
    ["a bad amount", recordOf("a/b", { days: { 1: "x" } })],
    ["an unknown member", recordOf("a/b", { more: 1 })],
    ["a sketch that is none", recordOf("a/b", { uniques: { total: "AAAA", days: {} } })],
    ["a sketch that is no base64", recordOf("a/b", { uniques: { total: "?", days: {} } })],
    [
      "a sketch of a day without a bucket",
      recordOf("a/b", { uniques: { total: sketch, days: { 5: sketch } } }),
    ],
    ["no value", recordOf("a/b", { value: "" })],
  ] as const) {
    it(`stops at a line with ${what}, names it, and has imported exactly what is before it`, async () => {
      const { imported, error } = await importAll([recordOf("a/1"), recordOf("a/2"), line, recordOf("a/4")]);
      expect(error).to.be.instanceOf(BadLine).with.property("line", 3);
      expect((error as BadLine).message).to.match(/^Line 3 .*\. The 2 lines before it are imported\.$/);
      expect(imported).to.deep.equal(["a/1", "a/2"]);
    });
  }

  it("stops at a line whose sketch is refused only when it is written", async () => {
    const bad = recordOf("a/2", { uniques: { total: sketch, days: {} } });
    const refused = new Map([["a/2", new BadRecord("no sketch")]]);
    const { imported, error } = await importAll([recordOf("a/1"), bad, recordOf("a/3")], refused);
    expect(error).to.be.instanceOf(BadLine).with.property("line", 2);
    expect(imported).to.deep.equal(["a/1"]);
  });

  it("passes on that counting is paused", async () => {
    const paused = new CountingPaused();
    const { error } = await importAll([recordOf("a/1")], new Map([["a/1", paused]]));
    expect(error).to.equal(paused);
  });
});
