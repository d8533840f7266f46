import { expect } from "chai";
import type { RecordedUpdate } from "./campaign.ts";
import type { Recording } from "./recording.ts";
import { noOp } from "./schedule.ts";
import { summarize } from "./summary.ts";

function recording(latencyMs: number, sent = 1, failed = 0): Recording {
  const latenciesMs = Array.from({ length: sent }, () => latencyMs);
  return { sent, failed, latenciesMs, machineBusy: 0, generatorBusy: 0, latenessMs: [] };
}

function update(kind: string, durationMs: number, during: Recording): RecordedUpdate {
  return { kind, durationMs, recording: during };
}

describe("summarize", () => {
  const updates = [
    update(noOp, 1000, recording(10)),
    update("release", 4000, recording(40, 5, 1)),
    update("release", 6000, recording(60, 5, 2)),
  ];
  const rests = [recording(1), recording(2), recording(20), recording(5)];
  const [same, release, all, atRest] = summarize({ updates, rests });

  it("puts durations in relation to the update that changes nothing", () => {
    expect(same?.toNoOp).to.equal(1);
    expect(release).to.include({ times: 2, medianMs: 5000, toNoOp: 5 });
  });

  it("puts the p99 of an update in relation to that of the rests around it", () => {
    expect(same).to.deep.include({ atRest: { p50: 1, p99: 2 }, p99Ratio: 5 });
    expect(release).to.deep.include({ atRest: { p50: 5, p99: 20 }, p99Ratio: 3 });
  });

  it("adds up all updates and all rests", () => {
    expect(all).to.include({ times: 3, sent: 11, failed: 3 });
    expect(atRest).to.deep.include({ times: 4, sent: 4, failed: 0, during: { p50: 2, p99: 20 } });
  });
});
