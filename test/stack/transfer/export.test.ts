import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough, Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { exportCounters } from "../../../stack/transfer/export.ts";
import { importCounters } from "../../../stack/transfer/import.ts";
import { noProgress } from "../../../stack/transfer/progress.ts";
import { failureOf } from "../../support/failure.ts";
import { until } from "../../support/until.ts";
import { refuse, startFakeTally } from "./fake-tally.ts";

const lines = Array.from({ length: 40 }, (_, index) => `{"counter":"test/n${index}","value":"${index}"}`);

describe("an export", () => {
  it("is what an import has brought, and how much that is", async () => {
    const tally = await startFakeTally();
    const given = `${lines.join("\n")}\n`;
    await importCounters(tally.api, Readable.from([Buffer.from(given)]), noProgress);
    const seen: [number, number][] = [];
    const progress = { ...noProgress, update: (...each: [number, number]) => void seen.push(each) };
    const output = new PassThrough();
    expect(await exportCounters(tally.api, output, progress)).to.equal(lines.length);
    output.end();
    expect(await text(output)).to.equal(given);
    expect(seen.at(-1)).to.deep.equal([lines.length, given.length]);
    await tally.dispose();
  });

  it("goes on behind the last whole line when it is interrupted", async () => {
    const tally = await startFakeTally();
    for (const line of lines) tally.records.set(JSON.parse(line).counter, line);
    const asked: string[] = [];
    tally.interceptExport = (after, response) => {
      asked.push(after);
      if (asked.length === 1) {
        const text = `${lines.slice(0, 3).join("\n")}\n${lines[3]?.slice(0, 9)}`;
        // What arrives with the end of a connection may be lost with it.
        response.write(text, () => setTimeout(() => response.destroy(), 200));
      } else if (asked.length === 2) {
        refuse(response, 503, { detail: "Counting is paused." });
      }
      return asked.length <= 2;
    };
    const output = new PassThrough();
    expect(await exportCounters(tally.api, output, noProgress)).to.equal(lines.length);
    output.end();
    expect(await text(output)).to.equal(`${lines.join("\n")}\n`);
    expect(asked).to.deep.equal(["", "test/n2", "test/n2"]);
    await tally.dispose();
  });

  describe("of a server that", () => {
    let answer: (response: ServerResponse) => void;
    const server = createServer((_request, response) => answer(response));
    let url: string;

    before(async () => {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    const run = (output: Writable = new PassThrough().resume()) =>
      exportCounters({ url, ownerKey: "hush", patienceMs: 0 }, output, noProgress);

    it("breaks off is a failure", async () => {
      answer = (response) => {
        response.write(`${lines[0]}\n`, () => response.destroy());
      };
      expect(await failureOf(run())).to.match(/^the export broke off after \d counters?: /);
    });

    it("ends within a line is a failure", async () => {
      answer = (response) => response.end(`${lines[0]}\n{"counter"`);
      expect(await failureOf(run())).to.equal("the export broke off after 1 counter: its last line is cut");
    });

    it("refuses is told of, without the key", async () => {
      answer = (response) => response.writeHead(403).end('{"detail":"No owner key is configured."}');
      expect(await failureOf(run())).to.equal("Tally answers 403: No owner key is configured.");
    });

    it("has more than the output takes has to wait", async () => {
      const [chunk, count] = [`${lines[0]}\n`.repeat(2000), 1000];
      let sent = 0;
      answer = async (response) => {
        for (; sent < count; sent += 1) {
          if (!response.write(chunk)) await new Promise((resolve) => response.once("drain", resolve));
        }
        response.end();
      };
      let taken: (() => void) | undefined;
      let isOpen = false;
      const slow = new Writable({
        write(_chunk, _encoding, done) {
          if (isOpen) done();
          else taken = done;
        },
      });
      const exported = run(slow);
      await until(() => taken !== undefined);
      const before = await settled(() => sent);
      expect(before).to.be.below(count);
      isOpen = true;
      taken?.();
      expect(await exported).to.equal(count * 2000);
    });
  });
});

/** A number once it no longer changes. */
async function settled(read: () => number): Promise<number> {
  let last = -1;
  await until(async () => {
    const [before, now] = [last, read()];
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return before === read();
  });
  return last;
}
