import type { BaseImageName } from "../../base-images.ts";

/** What a base image holds besides Debian's smallest system. */
export interface Recipe {
  readonly packages: readonly string[];
  readonly npmPackages: readonly string[];
}

/** The Debian release with nginx 1.30 and Redis 8. */
export const suite = "forky";

export const archiveKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Node and npm come from the npm registry: Debian's Node is built without the
 * part that runs TypeScript, and its npm would bring 400 packages along.
 */
export const recipes: Readonly<Record<BaseImageName, Recipe>> = {
  node: {
    packages: ["libstdc++6", "libatomic1", "ca-certificates"],
    npmPackages: [`node-linux-${process.arch}@24`, "npm@11"],
  },
  nginx: { packages: ["nginx", "curl", "ca-certificates"], npmPackages: [] },
  redis: { packages: ["redis-server", "redis-tools"], npmPackages: [] },
  prometheus: { packages: ["prometheus"], npmPackages: [] },
};

/** An import keeps nothing but files: what the image tells containers comes from these lines. */
export const importChanges: readonly string[] = [
  "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  "LABEL tally.base=made",
];

const dpkgOptions = [
  ...["man", "info", "locale", "doc"].map((directory) => `path-exclude=/usr/share/${directory}/*`),
  // The licences ask for it.
  "path-include=/usr/share/doc/*/copyright",
];

export interface RootFileSystem {
  readonly packages: readonly string[];
  /** Undefined for mmdebstrap's default, the official mirror. */
  readonly mirror: string | undefined;
  /** A directory of the host whose content goes to /usr/local. */
  readonly overlay: string | undefined;
  readonly tarball: string;
}

export function mmdebstrapArgs({ packages, mirror, overlay, tarball }: RootFileSystem): string[] {
  return [
    "--variant=minbase",
    "--format=tar",
    `--include=${packages.join(",")}`,
    `--keyring=${archiveKeyring}`,
    // This suite's Release file is past its date; its signature is checked all the same.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    ...dpkgOptions.map((option) => `--dpkgopt=${option}`),
    ...(overlay === undefined ? [] : [`--customize-hook=sync-in ${overlay} /usr/local`]),
    suite,
    tarball,
    ...(mirror === undefined ? [] : [mirror]),
  ];
}

export function npmInstallArgs(packages: readonly string[], prefix: string): string[] {
  return ["install", "--global", "--prefix", prefix, "--no-audit", "--no-fund", ...packages];
}
