import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import { type BaseImageName, baseImages } from "../../base-images.ts";
import { run } from "../command.ts";
import type { AptSettings } from "./apt-settings.ts";
import { readEvents } from "./engine-events.ts";
import { megabytes } from "./pull-progress.ts";
import { importChanges, mmdebstrapArgs, npmInstallArgs, recipes } from "./recipes.ts";

export interface DebianImageOptions {
  readonly docker: Docker;
  readonly report: (line: string) => void;
  readonly name: BaseImageName;
  readonly settings: AptSettings;
  /** An empty place for files that the caller removes. */
  readonly workDirectory: string;
  readonly signal: AbortSignal;
}

/** Makes one base image; the engine names it only when all of it has arrived. */
export async function makeDebianImage(options: DebianImageOptions): Promise<void> {
  const { docker, report, name, settings, workDirectory, signal } = options;
  const { madeHere } = baseImages[name];
  const { packages } = recipes[name];
  const { mirror, proxies } = settings;
  const tarball = join(workDirectory, `${name}.tar`);
  const startMs = performance.now();
  report(`Making ${madeHere} from Debian packages`);
  const overlay = await makeOverlay(options);
  const args = mmdebstrapArgs({ packages, mirror, overlay, tarball });
  await run("mmdebstrap", args, { env: { TMPDIR: workDirectory, ...proxies }, signal });
  await importImage(docker, { tarball, reference: madeHere, signal });
  const { Size: sizeBytes } = await docker.getImage(madeHere).inspect();
  const seconds = Math.round((performance.now() - startMs) / 1000);
  report(`Made ${madeHere}: ${megabytes(sizeBytes)} MB in ${seconds} s`);
}

const unneededFiles = ["npm/docs", "npm/man", `node-linux-${process.arch}/include`];

/** Installs the recipe's npm packages by this machine's npm, which knows its way to the npm registry. */
async function makeOverlay({ name, workDirectory, signal }: DebianImageOptions): Promise<string | undefined> {
  const { npmPackages } = recipes[name];
  if (npmPackages.length === 0) return undefined;
  const overlay = join(workDirectory, `${name}-local`);
  await mkdir(overlay);
  await run("npm", npmInstallArgs(npmPackages, overlay), { cwd: workDirectory, signal });
  for (const unneeded of unneededFiles) {
    await rm(join(overlay, "lib/node_modules", unneeded), { recursive: true, force: true });
  }
  return overlay;
}

interface ImageImport {
  readonly tarball: string;
  readonly reference: string;
  readonly signal: AbortSignal;
}

async function importImage(docker: Docker, { tarball, reference, signal }: ImageImport): Promise<void> {
  const stream = await docker.importImage(tarball, {
    repo: reference,
    changes: importChanges,
    abortSignal: signal,
  });
  for await (const _ of readEvents(stream));
}
