import { expect } from "chai";
import type { Host } from "../../../../stack/machine/host.ts";
import { candidates, canMake, planAfterPull, pullReference } from "../../../../stack/machine/images/plan.ts";

const root: Host = { platform: "linux", root: true, systemd: false, debian: true };
const user: Host = { ...root, root: false };
const own = { name: "nginx", configured: undefined } as const;
const configured = { name: "nginx", configured: "registry.example/nginx:1" } as const;
const unreachable = { kind: "unreachable", reason: "no such host" } as const;
const refused = { kind: "refused", reason: "manifest unknown" } as const;

describe("the base image of a stack", () => {
  it("is either name where the configuration names none, and the official one to pull", () => {
    expect(candidates(own)).to.deep.equal(["tally-base/nginx:forky", "nginx:1.30"]);
    expect(pullReference(own)).to.equal("nginx:1.30");
  });

  it("is the configured one and no other", () => {
    expect(candidates(configured)).to.deep.equal(["registry.example/nginx:1"]);
    expect(pullReference(configured)).to.equal("registry.example/nginx:1");
  });

  it("can be made by root on Debian or Ubuntu, unless the configuration names it", () => {
    expect(canMake(own, root)).to.equal(true);
    expect(canMake(own, user)).to.equal(false);
    expect(canMake(own, { ...root, debian: false })).to.equal(false);
    expect(canMake(configured, root)).to.equal(false);
  });
});

describe("planAfterPull", () => {
  it("is ready after a pull", () => {
    expect(planAfterPull(own, { kind: "pulled" }, user)).to.equal("ready");
  });

  it("makes the image where no registry answers", () => {
    expect(planAfterPull(own, unreachable, root)).to.equal("make");
  });

  it("makes nothing when a registry refuses: that is a mistake to be seen", () => {
    expect(() => planAfterPull(own, refused, root)).to.throw(
      "The image nginx:1.30 could not be pulled (manifest unknown): set tally:nginxImage to an image that can be pulled here.",
    );
  });

  it("tells a user who is not root both ways out", () => {
    expect(() => planAfterPull(own, unreachable, user)).to.throw(
      /set tally:nginxImage .*, or run this as root on Debian/,
    );
  });

  it("names the configured image and its key", () => {
    expect(() => planAfterPull(configured, unreachable, root)).to.throw(
      /^The image registry\.example\/nginx:1 could not be pulled \(no such host\): tally:nginxImage names it; .*"docker pull registry\.example\/nginx:1"/,
    );
  });
});
