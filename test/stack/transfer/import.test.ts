import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { expect } from "chai";
import { importCounters } from "../../../stack/transfer/import.ts";
import { failureOf } from "../../support/failure.ts";
import { type FakeTally, refuse, startFakeTally } from "./fake-tally.ts";

const line = (name: string) => JSON.stringify({ counter: `test/${name}`, value: "1" });
const limits = { chunkBytes: 100, lineBytes: 1000 };

describe("an import", () => {
  let tally: FakeTally;
  let seen: [number, number][];

  beforeEach(async () => {
    tally = await startFakeTally();
    seen = [];
  });
  afterEach(() => tally.dispose());

  function run(text: string | readonly string[], api = tally.api): Promise<number> {
    const parts = typeof text === "string" ? [text] : text;
    const source = Readable.from(parts.map((part) => Buffer.from(part)));
    const update = (counters: number, bytes: number) => void seen.push([counters, bytes]);
    return importCounters(api, source, { update, stop: () => undefined }, limits);
  }

  const lines = (count: number) => Array.from({ length: count }, (_, index) => line(`n${index + 1}`));

  it("sends every record, in bounded requests and in order", async () => {
    const given = lines(50);
    expect(await run(`${given.join("\n")}\n`)).to.equal(50);
    expect([...tally.records.values()]).to.deep.equal(given);
    expect(tally.bodies.length).to.be.above(10);
    for (const body of tally.bodies) expect(body.length).to.be.at.most(limits.chunkBytes);
  });

  it("takes a text that is cut anywhere, a last line without a break, and blank lines", async () => {
    const text = `${line("ä")}\r\n\n${line("b")}\n   \n${line("c")}`;
    const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
    expect(await importCounters(tally.api, Readable.from(bytes), silent, limits)).to.equal(3);
    expect([...tally.records.values()]).to.deep.equal([line("ä"), line("b"), line("c")]);
  });

  for (const nothing of ["", "\n  \n"]) {
    it(`says of ${JSON.stringify(nothing)} that there was nothing to import`, async () => {
      const failure = await failureOf(run(nothing));
      expect(failure).to.equal("there was nothing to import: no line with a counter arrived");
      expect(tally.bodies).to.deep.equal([]);
    });
  }

  it("says how far it is, up to the last byte", async () => {
    const text = `${lines(9).join("\n")}\n`;
    await run(text);
    expect(seen.at(-1)).to.deep.equal([9, text.length]);
    expect(seen.length).to.equal(tally.bodies.length);
  });

  it("sends a record alone that is larger than a request should be", async () => {
    const large = JSON.stringify({ counter: "test/large", value: "1".repeat(300) });
    await run([line("a"), large, line("b")].join("\n"));
    expect(tally.bodies).to.deep.equal([line("a"), large, line("b")].map((each) => `${each}\n`));
  });

  for (const [wrong, said] of [
    ["{]", /^line 4 is no JSON: /],
    ["[1]", /^line 4 is no counter of an export/],
    ["null", /^line 4 is no counter of an export/],
    [`{"counter":"${"x".repeat(1000)}"}`, /^line 4 is longer than 1000 bytes/],
  ] as const) {
    it(`stops at ${wrong.slice(0, 16)}, names its line and says what was imported before`, async () => {
      const failure = await failureOf(run([line("a"), "", line("b"), wrong, line("c")].join("\n")));
      expect(failure).to.match(said);
      expect(failure).to.match(/\n(?:1 counter was|\d counters were) imported before that\.$/);
      expect(Number(/(\d) counters?/.exec(failure)?.[1])).to.equal(tally.records.size);
    });
  }

  it("names the line of the file that Tally refuses", async () => {
    tally.intercept = (body, response) => {
      if (!body.includes("test/n6")) return false;
      const sent = body.split("\n");
      const at = sent.findIndex((each) => each.includes("test/n6"));
      const detail = `Line ${at + 1} is wrong: value must be digits. The ${at} lines before it are imported.`;
      for (const each of sent.slice(0, at)) tally.records.set(JSON.parse(each).counter, each);
      refuse(response, 400, { detail, line: at + 1 });
      return true;
    };
    expect(await failureOf(run(`\n${lines(9).join("\n")}`))).to.equal(
      "line 7 is wrong: value must be digits.\n5 counters were imported before that.",
    );
    expect(tally.records.size).to.equal(5);
  });

  it("names the lines of a refused request where Tally names none", async () => {
    tally.intercept = (_body, response) => {
      response.writeHead(413, { "Content-Type": "text/html" }).end("<h1>413 Request Entity Too Large</h1>");
      return true;
    };
    expect(await failureOf(run(lines(2).join("\n")))).to.equal(
      "lines 1 to 2: Tally answers 413\n0 counters were imported before that.",
    );
  });

  it("sends again what a deployment or a pause of counting interrupts", async () => {
    let interruptions = 0;
    tally.intercept = (_body, response) => {
      interruptions += 1;
      if (interruptions === 1) response.destroy();
      else if (interruptions === 2) refuse(response, 503, { detail: "Counting is paused." });
      return interruptions <= 2;
    };
    expect(await run(lines(3).join("\n"))).to.equal(3);
    expect(tally.records.size).to.equal(3);
  });

  it("waits until Tally is ready again before it sends what a breakdown interrupts", async () => {
    let [attempts, asked] = [0, 0];
    tally.isReady = () => {
      asked += 1;
      return asked > 2;
    };
    tally.intercept = (_body, response) => {
      attempts += 1;
      if (attempts === 1) refuse(response, 502, { title: "Bad Gateway" });
      else expect(asked).to.equal(3);
      return attempts === 1;
    };
    expect(await run(line("a"))).to.equal(1);
    expect([attempts, asked]).to.deep.equal([2, 3]);
  });

  for (const [breakdown, said, answer] of [
    ["answers 502 with a page", "Tally answers 502", (to) => void to.writeHead(502).end("<h1>Bad\n</h1>")],
    ["breaks the connection", "the connection to .* broke: .+", (to) => void to.destroy()],
    [
      "breaks off its answer",
      "the connection to .* broke: .+",
      (to) => void to.writeHead(200, { "Content-Length": 20 }).write('{"imp', () => to.destroy()),
    ],
  ] as [string, string, (to: ServerResponse) => void][]) {
    it(`sends lines to a Tally that ${breakdown} over them twice, and not again`, async () => {
      let attempts = 0;
      tally.intercept = (body, response) => {
        if (!body.includes("test/n3")) return false;
        attempts += 1;
        answer(response);
        return true;
      };
      const failure = await failureOf(run(lines(4).join("\n")));
      expect(failure).to.match(
        new RegExp(
          `^lines 3 to 4: ${said}; it was the second time, so they are not sent again\\. .*\n2 counters`,
        ),
      );
      expect(attempts).to.equal(2);
    });
  }

  it("says what was imported before in good English", async () => {
    expect(await failureOf(run(`${line("a".repeat(90))}\n[1]`))).to.match(/\n1 counter was imported/);
  });

  it("gives up when the interruption lasts", async () => {
    tally.intercept = (_body, response) => {
      refuse(response, 503, { detail: "Counting is paused." });
      return true;
    };
    const failure = await failureOf(run(line("a"), { ...tally.api, patienceMs: 0 }));
    expect(failure).to.match(/^line 1: Tally answers 503: Counting is paused\.\n0 counters/);
  });

  it("does not try a wrong key again, and shows no key", async () => {
    const failure = await failureOf(run(line("a"), { ...tally.api, ownerKey: "hush" }));
    expect(failure)
      .to.match(/Tally answers 401: The key is wrong\./)
      .and.not.include("hush");
  });

  it("believes no answer that leaves records out", async () => {
    tally.intercept = (_body, response) => Boolean(response.end(JSON.stringify({ imported: 1 })));
    expect(await failureOf(run(lines(2).join("\n")))).to.match(/^lines 1 to 2: Tally imported 1 of them/);
  });
});

const silent = { update: () => undefined, stop: () => undefined };
