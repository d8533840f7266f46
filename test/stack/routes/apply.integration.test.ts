import { expect } from "chai";
import { isApplied } from "../../../stack/routes/apply.ts";
import { routesSettings } from "../../../stack/routes/settings.ts";
import { testStackName } from "../../support/abandoned-stacks.ts";
import { parse } from "../config/parsed-config.ts";

describe("isApplied", () => {
  const stack = testStackName();
  const inputs = {
    stack,
    proxy: `tally-${stack}-proxy`,
    network: `tally-${stack}-front`,
    release: "abc",
    replicas: [`tally-${stack}-service-abc-1`],
    settings: routesSettings(parse(), 2, undefined),
    prometheus: "",
    backups: [],
    backupImage: "",
    gateTimeoutSeconds: 1,
    gateWatchSeconds: 0,
    keepReleases: 3,
  };

  for (const [kind, others] of Object.entries({
    "without TLS": {},
    "with a certificate": { certificate: { kind: "self-signed", names: "DNS:localhost" } as const },
    "with a Prometheus": { prometheus: `tally-${stack}-prometheus` },
  })) {
    it(`is false where the proxy is gone, ${kind}`, async () => {
      expect(await isApplied({ ...inputs, ...others })).to.equal(false);
    });
  }
});
