import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { type BaseImageName, findBaseImage } from "../../../stack/base-images.ts";
import { packContext, projectPath } from "../../../stack/release/build-context.ts";
import { extraCertificates } from "../../../stack/release/extra-ca.ts";

/** What is built for the benchmark: the load generator and the peers. */
const contexts = {
  "load-generator": { folder: "test/bench/load-generator", base: "node" },
  flask: { folder: "test/bench/peers/flask", base: "node" },
  express: { folder: "test/bench/peers/express", base: "node" },
  bare: { folder: "test/bench/peers/bare", base: "node" },
  proxy: { folder: "nginx", base: "nginx" },
} satisfies Record<string, { folder: string; base: BaseImageName }>;

export type BenchImage = keyof typeof contexts;

/**
 * Builds an image; what has not changed since the last run is there at once.
 *
 * @returns its name
 * @throws Error with the engine's output
 */
export async function buildBenchImage(docker: Docker, name: BenchImage): Promise<string> {
  const { folder, base } = contexts[name];
  const reference = `tally-bench/${name}:latest`;
  const context = packContext(projectPath(folder));
  const buildargs = { BASE_IMAGE: await findBaseImage(docker, base), EXTRA_CA: extraCertificates() };
  const stream = await docker.buildImage(context, { t: reference, buildargs });
  const output = await text(stream);
  const failure = /"error":"(.*)"/.exec(output)?.[1];
  if (failure !== undefined)
    throw new Error(`${reference} was not built: ${failure}\n${output.slice(-3000)}`);
  return reference;
}
