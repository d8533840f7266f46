import { expect } from "chai";
import { addToScrapeList, isScrapeList, setScrapeList } from "../../../stack/monitoring/scrape-list.ts";
import { parseTargets, renderTargets, targetsOf } from "../../../stack/monitoring/targets.ts";

const before = { release: "r1", replicas: ["web-r1-1"], backups: [] };
const after = { release: "r2", replicas: ["web-r2-1", "web-r2-2"], backups: [] };

/** A container of Prometheus that holds a list, and remembers what it was asked. */
function createPrometheus(list: string, exitCode = 0) {
  const asked: string[] = [];
  let held = list;
  const run = async (script: string, argument = "") => {
    if (script.startsWith("cat")) return { exitCode: 0, output: held.trimEnd() };
    const isWrite = script.startsWith("printf");
    if (isWrite && exitCode === 0) held = argument;
    asked.push(isWrite ? "write" : argument);
    return { exitCode, output: "disk full" };
  };
  return { prometheus: { name: "prometheus", run }, asked, held: () => held };
}

describe("the scrape list of a running Prometheus", () => {
  it("keeps those before until those after are scraped, and waits until they are dropped", async () => {
    const { prometheus, asked, held } = createPrometheus(renderTargets(targetsOf(before)));
    await addToScrapeList(prometheus, after);
    expect(parseTargets(held())).to.deep.equal([...targetsOf(after), ...targetsOf(before)]);
    await setScrapeList(prometheus, after);
    expect(asked).to.deep.equal([
      "write",
      'count(up{role="service", replica=~"web-r2-1|web-r2-2"} == 1) == 2',
      "write",
      'absent(up{role="service", replica!~"web-r2-1|web-r2-2"})',
    ]);
    expect(parseTargets(held())).to.deep.equal(targetsOf(after));
  });

  it("is written without waiting where nobody is dropped", async () => {
    const { prometheus, asked } = createPrometheus("");
    await setScrapeList(prometheus, after);
    expect(asked).to.deep.equal(["write"]);
  });

  it("is told from another", async () => {
    const { prometheus } = createPrometheus(renderTargets(targetsOf(after)));
    expect(await isScrapeList(prometheus, after)).to.equal(true);
    expect(await isScrapeList(prometheus, before)).to.equal(false);
    expect(await isScrapeList(prometheus, { ...after, backups: ["tally-dev-backup"] })).to.equal(false);
  });

  it("says what the container says when it cannot be written", async () => {
    const { prometheus } = createPrometheus("", 1);
    let failure: unknown;
    await setScrapeList(prometheus, after).catch((error: unknown) => {
      failure = error;
    });
    expect(String(failure)).to.match(/writing \S+ in prometheus: disk full/);
  });
});
