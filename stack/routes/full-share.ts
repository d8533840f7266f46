import type Docker from "dockerode";

/**
 * What a replica may take of the processors while it starts, against 1,024 of each
 * container that serves: loading a program takes all there is, and visitors wait.
 */
export const startingCpuShares = 256;

/** Docker's own default. */
const servingCpuShares = 1024;

/** Gives replicas that are about to serve as large a share of the processors as others have. */
export async function giveFullShare(docker: Docker, replicas: readonly string[]): Promise<void> {
  await Promise.all(
    replicas.map((name) => docker.getContainer(name).update({ CpuShares: servingCpuShares })),
  );
}
