import { expect } from "chai";
import { BadLine } from "../../../service/api/bad-line.ts";
import { importLines } from "../../../service/api/import-lines.ts";
import type { CounterRecord } from "../../../service/counting/counters.ts";
import { BadRecord, CountingPaused } from "../../../service/errors.ts";

function recordOf(counter: string, more: object = {}): object {
  return { counter, value: "1", settings: {}, hours: {}, days: {}, ...more };
}

const today = Math.floor(Date.now() / 86_400_000);
const thisHour = Math.floor(Date.now() / 3_600_000);
const greatest = String(2n ** 63n - 1n);

function countsFrom(first: number, count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [first + at, "1"]));
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
      recordOf("a/b", { uniques: { total: sketch, days: { [today]: sketch } } }),
    ],
    ["an hour before the year 2000", recordOf("a/b", { hours: { 262967: "1" } })],
    ["an hour to come", recordOf("a/b", { hours: { [thisHour + 3]: "1" } })],
    ["a day to come", recordOf("a/b", { days: { [today + 3]: "1" } })],
    ["a day that no date has", recordOf("a/b", { days: { 100000001: "1" } })],
    ["a sum beyond 64 bits", recordOf("a/b", { days: { [today]: greatest, [today - 1]: "1" } })],
    [
      "more hours than any retention keeps",
      recordOf("a/b", { hours: countsFrom(thisHour - 10_000, 10_001) }),
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

  for (const [what, line, fault] of [
    [
      "every member",
      { counter: "tally/nope", value: "x", hours: { abc: "1" }, days: {}, more: 1 },
      /^Line 1 is wrong: counter must be of another namespace: tally is reserved; value must be a string of digits, from \S+ to \d+; settings must be an object; hours\.abc must be called by the number of an? hour since 1970, from 262968 to \d+; it has unknown members: more\. /,
    ],
    [
      "a sketch",
      recordOf("a/b", { uniques: { total: "?", days: {} } }),
      /^Line 1 is wrong: uniques\.total must be a HyperLogLog of Redis in base64\. /,
    ],
    [
      "very much",
      recordOf("a/b", { hours: countsFrom(1, 100) }),
      /^Line 1 is wrong: (hours\.\d+ must be [^;]*; ){5}and so on, 95 times more\. /,
    ],
  ] as const) {
    it(`says what is wrong with ${what}, each once, in one sentence`, async () => {
      const { error } = await importAll([line]);
      expect((error as BadLine).message).to.match(fault);
    });
  }

  it("takes the longest history that any retention keeps, up to the next hour and day", async () => {
    const record = recordOf("a/b", {
      hours: countsFrom(thisHour - 9998, 10_000),
      days: countsFrom(today - 4998, 5000),
    });
    expect(await importAll([record])).to.deep.equal({ imported: ["a/b"], count: 1 });
  });

  for (const [what, line] of [
    ["an object of", recordOf("a/b", { hours: countsFrom(1, 600_000) })],
    ["a list of", `[${"{},".repeat(600_000)}{}]`],
  ] as const) {
    it(`does not parse ${what} very many members`, async () => {
      const text = typeof line === "string" ? line : JSON.stringify(line);
      const parse = JSON.parse;
      const parsed: string[] = [];
      JSON.parse = (given: string) => {
        parsed.push(given);
        return parse(given);
      };
      const { error } = await importAll([text]).finally(() => {
        JSON.parse = parse;
      });
      expect((error as BadLine).message).to.include(
        "has too many members: at most 10000 hours and 5000 days",
      );
      expect(parsed).to.deep.equal([]);
    });
  }

  it("stops at a line that is too long, names it, and has imported what is before it", async () => {
    const { imported, error } = await importAll([recordOf("a/1"), "x".repeat(8 * 1024 * 1024 + 1)]);
    expect(error).to.be.instanceOf(BadLine).and.include({ status: 413, line: 2 });
    expect(imported).to.deep.equal(["a/1"]);
  });

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
