import { expect } from "chai";
import { routesSettings } from "../../../stack/routes/settings.ts";
import { parse } from "../config/parsed-config.ts";

describe("routesSettings", () => {
  for (const [cpus, replicasAtOnce] of [
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 2],
    [16, 8],
  ] as const) {
    it(`lets ${replicasAtOnce} of the replicas take hits at once on ${cpus} processors`, () => {
      expect(routesSettings(parse(), cpus, undefined)).to.include({ replicasAtOnce });
    });
  }

  it("does as it is told where it is told", () => {
    const settings = routesSettings(parse({ replicasAtOnce: "3" }), 2, undefined);
    expect(settings).to.include({ replicasAtOnce: 3 });
  });

  it("logs at the level of the service", () => {
    expect(routesSettings(parse({ logLevel: "warn" }), 2, undefined)).to.include({ logLevel: "warn" });
  });
});
