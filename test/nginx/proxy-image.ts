import type Docker from "dockerode";
import { findBaseImage } from "../../stack/base-images.ts";
import { imageKind } from "../../stack/engines/embedded/image-kind.ts";
import { projectPath } from "../../stack/release/build-context.ts";
import { testImageName } from "../support/abandoned-objects.ts";

/** The project's own nginx image, built for these tests. */
export interface ProxyImage {
  readonly id: string;
  dispose(): Promise<void>;
}

export async function buildProxyImage(docker: Docker): Promise<ProxyImage> {
  const imageName = testImageName("nginx");
  const build = {
    args: { BASE_IMAGE: await findBaseImage(docker, "nginx") },
    context: projectPath("nginx"),
    dockerfile: projectPath("nginx/Dockerfile"),
  };
  const context = { docker, stack: "none", report: () => undefined };
  const registration = { type: "image", name: "proxy-image", inputs: { imageName, build } };
  const { id } = await imageKind.make(context, registration);
  return { id, dispose: () => docker.getImage(imageName).remove({ force: true }) };
}
