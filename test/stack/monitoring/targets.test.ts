import { expect } from "chai";
import {
  hasOthers,
  mergeTargets,
  parseTargets,
  renderTargets,
  targetsOf,
} from "../../../stack/monitoring/targets.ts";

const before = targetsOf({ release: "r1", replicas: ["web-r1-1", "web-r1-2"], backups: [] });
const after = targetsOf({ release: "r2", replicas: ["web-r2-1"], backups: ["tally-dev-backup"] });

describe("Prometheus's scrape list", () => {
  it("has every replica at the port of its metrics, with its name and release", () => {
    expect(after).to.deep.equal([
      { targets: ["web-r2-1:9464"], labels: { role: "service", replica: "web-r2-1", release: "r2" } },
      { targets: ["tally-dev-backup:9464"], labels: { role: "backup" } },
    ]);
  });

  it("has those before and those after while a switch is under way", () => {
    expect(mergeTargets(before, after)).to.deep.equal([...after, ...before]);
  });

  it("has a replica once that stays", () => {
    const more = targetsOf({ release: "r1", replicas: ["web-r1-1", "web-r1-2", "web-r1-3"], backups: [] });
    expect(mergeTargets(before, more)).to.deep.equal(more);
    expect(mergeTargets(more, before)).to.have.deep.members(more);
  });

  it("tells whether replicas are among them that are no more", () => {
    expect(hasOthers(before, ["web-r1-1"])).to.equal(true);
    expect(hasOthers(after, ["web-r2-1", "web-r2-2"])).to.equal(false);
  });

  it("is read as it was written, and is empty where it is none", () => {
    expect(parseTargets(renderTargets(before))).to.deep.equal(before);
    expect(parseTargets("cat: no such file")).to.deep.equal([]);
  });
});
