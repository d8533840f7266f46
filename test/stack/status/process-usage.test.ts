import { expect } from "chai";
import { compareProcesses } from "../../../stack/status/process-usage.ts";

/** A line of /proc/PID/stat. */
function stat(pid: number, name: string, user: number, system: number, pages: number): string {
  const middle = Array.from({ length: 10 }, () => 0).join(" ");
  return `${pid} (${name}) S ${middle} ${user} ${system} 0 0 20 0 1 0 5 100000 ${pages} 1844`;
}

describe("compareProcesses", () => {
  it("adds up what the processes use, whatever they are called", () => {
    const before = [stat(1, "nginx: (master) x", 10, 5, 100), stat(7, "node", 100, 50, 1000)].join("\n");
    const after = [stat(1, "nginx: (master) x", 10, 5, 100), stat(7, "node", 180, 70, 1500)].join("\n");
    expect(compareProcesses(before, after, 2)).to.deep.equal({ memoryBytes: 1600 * 4096, cpus: 0.5 });
  });

  it("takes no notice of what one did before it was first seen", () => {
    const { cpus } = compareProcesses(
      stat(1, "a", 0, 0, 1),
      `${stat(1, "a", 0, 0, 1)}\n${stat(9, "b", 500, 0, 1)}`,
      1,
    );
    expect(cpus).to.equal(0);
  });
});
