import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { replaceFile } from "../../../stack/config/replace-file.ts";
import { failureOf } from "../../support/failure.ts";

describe("replaceFile", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-replace-"));
    file = join(folder, "Pulumi.kept.yaml");
    await writeFile(file, "before");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("leaves what was there whole until it is replaced", async () => {
    const reader = await open(file);
    await replaceFile(file, "after");
    expect(await reader.readFile("utf8")).to.equal("before");
    await reader.close();
    expect(await readFile(file, "utf8")).to.equal("after");
    expect(await readdir(folder)).to.have.length(1);
  });

  it("touches nothing where it cannot write", async () => {
    await mkdir(`${file}.${process.pid}.new`);
    expect(await failureOf(replaceFile(file, "after"))).to.match(/EISDIR/);
    expect(await readFile(file, "utf8")).to.equal("before");
  });

  it("keeps who may read it, and a link to it", async () => {
    await chmod(file, 0o600);
    const link = join(folder, "link");
    await symlink(file, link);
    await replaceFile(link, "after");
    expect(await readFile(file, "utf8")).to.equal("after");
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
  });

  it("makes a file that is not there", async () => {
    await replaceFile(join(folder, "new"), "made");
    expect(await readFile(join(folder, "new"), "utf8")).to.equal("made");
  });
});
