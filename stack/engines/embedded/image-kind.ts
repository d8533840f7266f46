import { relative } from "node:path";
import type Docker from "dockerode";
import { isNotFound } from "../../containers/docker.ts";
import { packContext } from "../../release/build-context.ts";
import type { Made, Registration, ResourceKind } from "./resource.ts";

/** An image built on the engine; its tag names what it was built from, so one that is there is right. */
export const imageKind: ResourceKind = {
  async plan({ docker }, { inputs }) {
    try {
      const { Id } = await docker.getImage(inputs.imageName).inspect();
      return { action: "same", made: made(inputs, Id) };
    } catch (error) {
      if (isNotFound(error)) return { action: "create" };
      throw error;
    }
  },
  async make({ docker }, { inputs }) {
    const { args, context, dockerfile } = inputs.build;
    const stream = await docker.buildImage(packContext(context), {
      version: "2",
      t: inputs.imageName,
      dockerfile: relative(context, dockerfile),
      buildargs: args,
    });
    await finish(docker, stream, inputs.imageName);
    const { Id } = await docker.getImage(inputs.imageName).inspect();
    return made(inputs, Id);
  },
  predict: ({ inputs }) => made(inputs, inputs.imageName),
};

function made(inputs: Registration["inputs"], imageId: string): Made {
  return { id: imageId, state: { ...inputs, repoDigest: imageId } };
}

/** How much of a failed build's output its error shows. */
const shownLines = 30;

/** dockerode's own, which its type declarations lack. */
interface BuildFollower {
  followProgress(
    stream: NodeJS.ReadableStream,
    onFinished: (error: Error | null) => void,
    onProgress: (event: { stream?: string; error?: string }) => void,
  ): void;
}

async function finish(docker: Docker, stream: NodeJS.ReadableStream, image: string): Promise<void> {
  const lines: string[] = [];
  let problem: string | undefined;
  await new Promise<void>((resolve, reject) => {
    (docker as Docker & BuildFollower).followProgress(
      stream,
      (error) => (error ? reject(error) : resolve()),
      (event) => {
        if (event.stream) lines.push(event.stream.trimEnd());
        problem ??= event.error;
      },
    );
  });
  if (problem === undefined) return;
  throw new Error(`image ${image} does not build: ${problem}\n${lines.slice(-shownLines).join("\n")}`);
}
