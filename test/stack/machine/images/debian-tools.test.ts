import { expect } from "chai";
import { missingTools } from "../../../../stack/machine/images/debian-tools.ts";

describe("missingTools", () => {
  it("names the packages that are not there yet", () => {
    expect(missingTools({ mmdebstrap: true, keyring: true })).to.deep.equal([]);
    expect(missingTools({ mmdebstrap: true, keyring: false })).to.deep.equal(["debian-archive-keyring"]);
    expect(missingTools({ mmdebstrap: false, keyring: false })).to.deep.equal([
      "mmdebstrap",
      "debian-archive-keyring",
    ]);
  });
});
