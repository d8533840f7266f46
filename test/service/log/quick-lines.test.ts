import { expect } from "chai";
import { pino } from "pino";
import { quicken } from "../../../service/log/quick-lines.ts";

const circle: { self?: object } = {};
circle.self = circle;

const entries: Readonly<Record<string, readonly [object, string?]>> = {
  "a message alone": [{}, "listening"],
  "texts and numbers": [{ route: "/count", status: 200, durationMs: 1.25, aborted: true }, "request"],
  "what JSON has no sign for": [{ none: undefined, wrong: Number.NaN, least: -0, nothing: null }, "odd"],
  "what has to be escaped": [{ 'a "key"': 'a "value"\n\\\u0007', line: "\u2028" }, "é\t\"'"],
  "an object and a list": [{ range: { from: 1, to: [2, 3] } }, "nested"],
  "a field of a line's own": [{ level: "no" }, "yes"],
  "what is no JSON": [{ value: 1n, circle }, "odd"],
  "no message": [{ port: 8000 }],
  "nothing at all": [{}],
  "an error": [{ err: new Error("boom") }, "failed"],
};

describe("quicken", () => {
  for (const [kind, [fields, message]] of Object.entries(entries)) {
    it(`leaves lines as Pino makes them: ${kind}`, () => {
      expect(lineOf(quicken, fields, message)).to.equal(lineOf((log) => log, fields, message));
    });
  }

  it("makes them by itself: Pino would write a message twice that is a field, too", () => {
    expect(lineOf(quicken, { msg: "field" }, "message").match(/"msg":/g)).to.have.length(1);
    expect(lineOf((log) => log, { msg: "field" }, "message").match(/"msg":/g)).to.have.length(2);
  });

  it("leaves an error that is all there is as Pino shows it", () => {
    const error = new Error("boom");
    expect(lineOf(quicken, error)).to.equal(lineOf((log) => log, error));
  });

  it("makes the lines of a log's children", () => {
    const write = (wrap: typeof quicken) =>
      written((stream) => wrap(pino(options, stream)).child({ part: "a" }).info({ b: 1 }, "c"));
    expect(write(quicken)).to.equal(write((log) => log));
  });
});

const options = {
  base: { release: "r1" },
  timestamp: () => ',"time":"now"',
  formatters: { level: (label: string) => ({ level: label }) },
};

function lineOf(wrap: typeof quicken, fields: object, message?: string): string {
  return written((stream) => wrap(pino(options, stream)).info(fields, message));
}

function written(log: (stream: { write(line: string): void }) => void): string {
  const lines: string[] = [];
  log({ write: (line) => lines.push(line) });
  return lines.join("");
}
