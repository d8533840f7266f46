import { expect } from "chai";
import type { StackContainer } from "../../../stack/commands/stack-containers.ts";
import { chooseContainers, isShown, parseLevel } from "../../../stack/logs/filter.ts";
import { parseLogLine } from "../../../stack/logs/log-line.ts";

const at = "2026-11-21T15:00:00.1Z";
const line = (fields: object) => parseLogLine("web", `${at} ${JSON.stringify(fields)}`);
const containers = [
  { name: "tally-dev-proxy", role: "proxy" },
  { name: "tally-dev-service-aaaa-2", role: "service" },
  { name: "tally-dev-service-aaaa-12", role: "service" },
] as StackContainer[];

describe("the filter of log lines", () => {
  it("lets a level and all that is worse through", () => {
    const shown = (level: string) => isShown({ level: "warn", id: undefined }, line({ level }));
    expect(["debug", "info", "warn", "error", "fatal"].map(shown)).to.deep.equal([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it("lets the lines of one request through, of whomever they are", () => {
    const filter = { level: undefined, id: "abc" };
    expect(isShown(filter, line({ level: "info", requestId: "abc" }))).to.equal(true);
    expect(isShown(filter, line({ level: "info", requestId: "abcd" }))).to.equal(false);
    expect(isShown(filter, parseLogLine("redis", `${at} abc`))).to.equal(false);
  });

  it("refuses a level that there is not, and names those that there are", () => {
    expect(() => parseLevel("loud")).to.throw(
      '--level is "loud" but must be one of trace, debug, info, warn',
    );
    expect(parseLevel(undefined)).to.equal(undefined);
  });

  it("chooses a replica by number or name", () => {
    const names = (replica: string) => chooseContainers(containers, replica).map(({ name }) => name);
    expect(names("2")).to.deep.equal(["tally-dev-service-aaaa-2"]);
    expect(names("tally-dev-service-aaaa-12")).to.deep.equal(["tally-dev-service-aaaa-12"]);
    expect(chooseContainers(containers, undefined)).to.equal(containers);
  });

  it("refuses a replica that there is not, and names those that there are", () => {
    expect(() => chooseContainers(containers, "3")).to.throw(
      '--replica is "3" but must be the number or the name of a replica; ' +
        "there are tally-dev-service-aaaa-2, tally-dev-service-aaaa-12",
    );
    expect(() => chooseContainers(containers, "tally-dev-proxy")).to.throw("--replica");
  });
});
