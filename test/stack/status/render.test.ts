import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import { renderDuration, renderStatus } from "../../../stack/status/render.ts";
import type { ContainerStatus, Status } from "../../../stack/status/status.ts";

const replica: ContainerStatus = {
  id: "1",
  name: "tally-dev-service-aaaa-1",
  role: "service",
  release: "aaaa",
  state: "running",
  status: "Up 2 hours (healthy)",
  health: "healthy",
  complaint: undefined,
  uptimeSeconds: 7260,
  memoryBytes: 61 * 1024 * 1024,
  memoryLimitBytes: 256 * 1024 * 1024,
  cpus: 0.123,
};
const gone = { health: undefined, uptimeSeconds: undefined, memoryBytes: undefined, cpus: undefined };
const stopped = { ...replica, ...gone, name: "tally-dev-redis", release: undefined, state: "exited" };
const status: Status = {
  stack: "dev",
  release: "aaaa",
  unfinishedSwitch: false,
  releases: ["aaaa", "bbbb"],
  containers: [replica, stopped],
  missing: [],
  counts: { visits: "5", total_visitors: "2", votes: "1" },
  ownRedis: true,
  notReady: [],
  requestsPerSecond: 12.5,
  lastBackup: "the newest backup is 3.0 h old",
  certificateEnd: "2026-12-21T00:00:00.000Z",
};
const now = Date.UTC(2026, 10, 21);
const render = (changed: Partial<Status> = {}) =>
  renderStatus({ ...status, ...changed }, now).map((line) => stripVTControlCharacters(line));

describe("renderStatus", () => {
  it("is a page with all that there is to see", () => {
    expect(render()).to.deep.equal([
      "Stack dev, release aaaa (kept: aaaa, bbbb)",
      "  container                 health   release  up         memory        cpu",
      "  tally-dev-service-aaaa-1  healthy  aaaa     2 h 1 min  61 of 256 MB  12 %",
      "  tally-dev-redis           exited   -        -          -             -",
      "  visits 5, total_visitors 2, votes 1",
      "  requests per second 12.5",
      "  last backup: the newest backup is 3.0 h old",
      "  certificate: ends on 2026-12-21, in 30 days",
    ]);
  });

  it("says what is not known, or not there", () => {
    const text = render({
      counts: undefined,
      requestsPerSecond: undefined,
      lastBackup: null,
      certificateEnd: undefined,
    }).join("\n");
    expect(text)
      .to.match(/counts unknown/)
      .and.match(/requests per second unknown/);
    expect(text)
      .to.match(/last backup: none by a schedule; `npm run backups` lists/)
      .and.match(/certificate: there is none/);
  });

  it("says that a certificate has ended", () => {
    expect(render({ certificateEnd: "2026-11-20T00:00:00.000Z" }).at(-1)).to.contain("ended on 2026-11-20");
  });
});

describe("renderDuration", () => {
  for (const [seconds, text] of [
    [0, "0 s"],
    [59, "59 s"],
    [61, "1 min 1 s"],
    [3600, "1 h 0 min"],
    [90_000, "1 d 1 h"],
  ] as const) {
    it(`writes ${seconds} seconds as ${text}`, () => {
      expect(renderDuration(seconds)).to.equal(text);
    });
  }
});
