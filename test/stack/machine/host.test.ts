import { expect } from "chai";
import { findExecutable, isDebianFamily, searchPath } from "../../../stack/machine/host.ts";

describe("isDebianFamily", () => {
  for (const [system, release] of Object.entries({
    Debian: 'NAME="Debian GNU/Linux"\nID=debian\n',
    Ubuntu: "ID=ubuntu\nID_LIKE=debian\n",
    "a system made from them": 'ID=linuxmint\nID_LIKE="ubuntu debian"\n',
  })) {
    it(`knows ${system}`, () => {
      expect(isDebianFamily(release)).to.equal(true);
    });
  }

  it("takes neither a name nor a variant for an id", () => {
    expect(
      isDebianFamily('ID=fedora\nNAME="not debian"\nVARIANT_ID=debian\nID_LIKE="rhel debianish"\n'),
    ).to.equal(false);
    expect(isDebianFamily("")).to.equal(false);
  });
});

describe("searchPath", () => {
  it("looks where an administrator's programs are, after the user's own", () => {
    const [first, ...rest] = searchPath("/home/ada/bin").split(":");
    expect(first).to.equal("/home/ada/bin");
    expect(rest).to.include.members(["/usr/sbin", "/sbin"]);
    // An empty entry would mean the working directory.
    expect(searchPath("")).not.to.match(/^:|::|:$/);
  });
});

describe("findExecutable", () => {
  it("finds a program and tells when there is none", async () => {
    expect(await findExecutable("sh")).to.match(/\/sh$/);
    expect(await findExecutable("no-such-program")).to.equal(undefined);
  });
});
