import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { pack } from "tar-stream";

/** Builds an image from a Dockerfile alone. @throws Error with the engine's output when there is none afterwards */
export async function buildFrom(
  docker: Docker,
  reference: string,
  dockerfile: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<void> {
  const archive = pack();
  archive.entry({ name: "Dockerfile" }, dockerfile);
  archive.finalize();
  const options = { version: "2" as const, t: reference, labels };
  const output = await text(await docker.buildImage(archive as unknown as NodeJS.ReadableStream, options));
  await docker
    .getImage(reference)
    .inspect()
    .catch((cause: unknown) => {
      throw new Error(`${reference} was not built: ${output}`, { cause });
    });
}
