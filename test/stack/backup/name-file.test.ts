import { type FileHandle, mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { nameFile } from "../../../stack/backup/name-file.ts";

describe("nameFile", () => {
  let folder: string;
  let partial: string;
  let named: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-backups-"));
    [partial, named] = [join(folder, ".a.partial"), join(folder, "a")];
    await writeFile(partial, "new");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const failing = (code: string) => async () => {
    throw Object.assign(new Error(code), { code });
  };
  const codeOf = (naming: Promise<void>) =>
    naming.then(
      () => "none",
      (error: NodeJS.ErrnoException) => error.code,
    );

  for (const code of ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]) {
    it(`names a file where a link fails with ${code}, and replaces none`, async () => {
      await nameFile(partial, named, failing(code));
      expect(await readdir(folder)).to.deep.equal(["a"]);
      await writeFile(partial, "another");
      expect(await codeOf(nameFile(partial, named, failing(code)))).to.equal("EEXIST");
      expect(await readFile(named, "utf8")).to.equal("new");
    });
  }

  it("names none where a link fails for another reason", async () => {
    expect(await codeOf(nameFile(partial, named, failing("ENOSPC")))).to.equal("ENOSPC");
    expect(await readdir(folder)).to.deep.equal([".a.partial"]);
  });

  for (const [code, expected] of [
    ["EINVAL", "none"],
    ["EIO", "EIO"],
  ] as const) {
    it(`ends with ${expected} where the folder's sync fails with ${code}`, async () => {
      const restore = await replaceSync(failing(code));
      expect(await codeOf(nameFile(partial, named)).finally(restore)).to.equal(expected);
      expect(await readFile(named, "utf8")).to.equal("new");
    });
  }

  async function replaceSync(sync: () => Promise<void>): Promise<() => void> {
    const handle = await open(folder);
    const files = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    const { sync: before } = files;
    files.sync = sync;
    return () => {
      files.sync = before;
    };
  }
});
