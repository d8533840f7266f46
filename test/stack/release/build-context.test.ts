import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { extract } from "tar-stream";
import {
  contextDigest,
  listContext,
  packContext,
  projectPath,
} from "../../../stack/release/build-context.ts";

describe("a build's context", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-context-"));
    await write({ "a.txt": "first", "lib/b.txt": "second", "lib/deep/c.sh": "third" });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
  }

  it("holds every file below the folder", () => {
    expect(listContext(folder)).to.deep.equal(["a.txt", "lib/b.txt", "lib/deep/c.sh"]);
  });

  it("leaves out what .dockerignore names", async () => {
    await write({ ".dockerignore": "lib/deep\n*.md\n", "README.md": "" });
    expect(listContext(folder)).to.have.members([".dockerignore", "a.txt", "lib/b.txt"]);
  });

  it("lets through what .dockerignore excepts", async () => {
    await write({ ".dockerignore": "*\n!lib\nlib/deep\n" });
    expect(listContext(folder)).to.deep.equal(["lib/b.txt"]);
  });

  it("of the service is its sources and packages, and nothing that is secret or built here", () => {
    const files = listContext(projectPath("."));
    expect(files).to.include.members([
      "package.json",
      "package-lock.json",
      "service/main.ts",
      "service/Dockerfile",
    ]);
    const others = files.filter((file) => !/^(package(-lock)?\.json$|service\/)/.test(file));
    expect(others).to.deep.equal([]);
  });

  const changes: Readonly<Record<string, () => Promise<void>>> = {
    "another content": () => write({ "lib/b.txt": "changed" }),
    "another file": () => write({ "lib/new.txt": "" }),
    "another name of a file": () => rename(join(folder, "lib/b.txt"), join(folder, "lib/d.txt")),
    "the right to execute a file": () => chmod(join(folder, "lib/deep/c.sh"), 0o755),
    "content that moved to the next file": () => write({ "a.txt": "", "lib/b.txt": "firstsecond" }),
  };
  for (const [change, make] of Object.entries(changes)) {
    it(`has another digest with ${change}`, async () => {
      const before = contextDigest(folder);
      await make();
      expect(contextDigest(folder)).to.not.equal(before);
    });
  }

  it("has the same digest with another time, another place and other files that are ignored", async () => {
    await write({ ".dockerignore": "*.log\n" });
    const before = contextDigest(folder);
    await write({ "a.txt": "first", "debug.log": "noise", "lib/b.txt": "second" });
    await rename(folder, `${folder}-moved`);
    folder = `${folder}-moved`;
    expect(contextDigest(folder)).to.equal(before);
  });

  it("is packed with its contents and with the right to execute, and no other", async () => {
    await chmod(join(folder, "lib/deep/c.sh"), 0o700);
    await chmod(join(folder, "a.txt"), 0o600);
    const packed: Record<string, [string, number | undefined]> = {};
    for await (const entry of packContext(folder).pipe(extract())) {
      packed[entry.header.name] = [(await buffer(entry)).toString(), entry.header.mode];
    }
    expect(packed).to.deep.equal({
      "a.txt": ["first", 0o644],
      "lib/b.txt": ["second", 0o644],
      "lib/deep/c.sh": ["third", 0o755],
    });
  });
});
