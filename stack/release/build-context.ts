import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import createIgnore from "@balena/dockerignore";
import { pack } from "tar-stream";

/** A folder or file of this project, as an absolute path. */
export function projectPath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** The files that a build may read: those below the folder that its `.dockerignore` lets through. */
export function listContext(folder: string): string[] {
  const ignoreFile = join(folder, ".dockerignore");
  const ignore = createIgnore.default({ ignorecase: false });
  if (existsSync(ignoreFile)) ignore.add(readFileSync(ignoreFile, "utf8"));
  const includes = ignore.createFilter();
  const walk = (path: string): string[] => {
    if (!includes(path)) return [];
    if (!statSync(join(folder, path)).isDirectory()) return [path];
    return readdirSync(join(folder, path)).flatMap((name) => walk(`${path}/${name}`));
  };
  return readdirSync(folder).flatMap(walk).sort();
}

/** The digest of a build's files: paths, contents and whether each may be executed. */
export function contextDigest(folder: string): string {
  const hash = createHash("sha256");
  for (const path of listContext(folder)) {
    hash.update(`${path}\0${isExecutable(join(folder, path)) ? "x" : "-"}\0`);
    hash.update(
      createHash("sha256")
        .update(readFileSync(join(folder, path)))
        .digest(),
    );
  }
  return hash.digest("hex");
}

/** A build's files as a tar stream. */
export function packContext(folder: string): NodeJS.ReadableStream {
  const archive = pack();
  for (const path of listContext(folder)) {
    const mode = isExecutable(join(folder, path)) ? 0o755 : 0o644;
    archive.entry({ name: path, mode }, readFileSync(join(folder, path)));
  }
  archive.finalize();
  return archive as unknown as NodeJS.ReadableStream;
}

function isExecutable(file: string): boolean {
  return (statSync(file).mode & 0o111) !== 0;
}
