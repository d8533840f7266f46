import { expect } from "chai";
import { keepEnvironment } from "../stack/kept-environment.ts";
import { missingForSmallVolume } from "./small-volume.ts";

describe("missingForSmallVolume", () => {
  const getuid = process.getuid as () => number;
  keepEnvironment("PATH");
  afterEach(() => {
    process.getuid = getuid;
  });

  it("misses root", async () => {
    process.getuid = () => 1000;
    expect(await missingForSmallVolume()).to.equal("only root may mount a disk");
  });

  it("misses programs", async () => {
    process.getuid = () => 0;
    process.env.PATH = "/nowhere";
    expect(await missingForSmallVolume()).to.match(/^the machine has no truncate and no mkfs.ext4 and no/);
  });
});
