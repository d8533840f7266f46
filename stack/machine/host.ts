import { constants } from "node:fs";
import { access, readFile, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** What this program may do on the machine, and by which means. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly root: boolean;
  /** Whether systemd runs the machine's services. */
  readonly systemd: boolean;
  /** Whether packages come from Debian's or Ubuntu's archive. */
  readonly debian: boolean;
}

export async function loadHost(): Promise<Host> {
  const [release, systemd] = await Promise.all([
    readFile("/etc/os-release", "utf8").catch(() => ""),
    // sd_booted(3): the package alone leaves /run/systemd behind, only the running manager makes this.
    isDirectory("/run/systemd/system"),
  ]);
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    systemd,
    debian: isDebianFamily(release),
  };
}

/** Whether an os-release(5) text is Debian's, Ubuntu's or that of a system made from them. */
export function isDebianFamily(osRelease: string): boolean {
  const ids = osRelease.matchAll(/^(?:ID|ID_LIKE)=["']?([^"'\n]*)["']?$/gm);
  return [...ids]
    .flatMap(([, value = ""]) => value.split(" "))
    .some((id) => id === "debian" || id === "ubuntu");
}

/** PATH with the administrator's directories, which a user's own PATH often lacks. */
export function searchPath(path = process.env.PATH ?? ""): string {
  return [path, "/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"].filter(Boolean).join(delimiter);
}

/** Where a program is on the search path, undefined where it is not installed. */
export async function findExecutable(name: string): Promise<string | undefined> {
  for (const directory of searchPath().split(delimiter)) {
    const path = join(directory, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
