import { expect } from "chai";
import { changeSettings, noChanges, type SettingChanges } from "../../../stack/config/setting-changes.ts";

describe("changeSettings", () => {
  const stored = {
    values: { "tally:port": "80", "tally:hitKey": "the-key", "tally:prot": "81", "docker:host": "there" },
    secretKeys: ["tally:hitKey"],
  };
  const change = (changes: Partial<SettingChanges>) => changeSettings(stored, { ...noChanges, ...changes });

  it("leaves what is not named", () => {
    expect(change({})).to.deep.equal(stored);
  });

  it("forgets keys with or without their namespace, and what is not set is no error", () => {
    const { values, secretKeys } = change({ unset: ["port", "tally:hitKey", "replicas", "docker:host"] });
    expect(values).to.deep.equal({ "tally:prot": "81" });
    expect(secretKeys).to.deep.equal([]);
  });

  it("forgets a key that Tally does not have, where it is set", () => {
    expect(change({ unset: ["prot"] }).values).to.not.have.property("tally:prot");
  });

  for (const wrong of ["replicsa", "tally:replicsa", "port=80", ""]) {
    it(`refuses to forget ${JSON.stringify(wrong)}, and names what there is`, () => {
      expect(() => change({ unset: [wrong] })).to.throw(
        `"--unset ${wrong}" must name a setting of Tally; there are platform, `,
      );
    });
  }
});
