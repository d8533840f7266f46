import { expect } from "chai";
import { parseLogLine } from "../../../stack/logs/log-line.ts";

const at = "2026-11-21T15:00:00.123456789Z";
const parse = (text: string) => parseLogLine("tally-dev-redis", `${at} ${text}`);

describe("parseLogLine", () => {
  it("takes the engine's time off, and reads JSON", () => {
    expect(parse('{"level":"warn","msg":"a b"}')).to.deep.equal({
      container: "tally-dev-redis",
      at,
      level: "warn",
      text: '{"level":"warn","msg":"a b"}',
      fields: { level: "warn", msg: "a b" },
    });
  });

  for (const [text, level] of [
    ["2026/11/21 15:00:00 [error] 7#7: *1 connect() failed", "error"],
    ["2026/11/21 15:00:00 [emerg] 7#7: bind() failed", "fatal"],
    ["2026/11/21 15:00:00 [notice] 7#7: signal 1", "info"],
    ["1:M 21 Nov 2026 15:00:00.000 # Warning: no config", "warn"],
    ["1:M 21 Nov 2026 15:00:00.000 * Ready to accept connections", "info"],
    ["1:C 21 Nov 2026 15:00:00.000 - Accepted", "debug"],
    ["time=2026-11-21T15:00:00Z level=ERROR source=main.go msg=x", "error"],
    ["a line of nobody's", "info"],
    ["{ no JSON", "info"],
    ["", "info"],
  ] as const) {
    it(`takes "${text}" for ${level}`, () => {
      expect(parse(text)).to.deep.include({ level, text, fields: undefined });
    });
  }
});
