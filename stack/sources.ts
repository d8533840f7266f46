import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A folder or file of this project, as an absolute path. */
export function projectPath(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/**
 * The digest of what an image is built from: paths, contents and whether a
 * file may be executed, in a fixed order.
 *
 * @param paths files and folders of the project
 */
export function sourceDigest(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(listFiles).sort()) {
    const file = projectPath(path);
    hash.update(`${path}\0${statSync(file).mode & 0o111 ? "x" : "-"}\0`);
    hash.update(createHash("sha256").update(readFileSync(file)).digest());
  }
  return hash.digest("hex");
}

/** Every file at or below a path of the project, relative to the project. */
export function listFiles(path: string): string[] {
  if (!statSync(projectPath(path)).isDirectory()) return [path];
  return readdirSync(projectPath(path)).flatMap((name) => listFiles(`${path}/${name}`));
}
