import type { SecretFilesInputs } from "../../secrets/secret-files.ts";
import { areWritten, writeFiles } from "../../secrets/write-files.ts";
import type { Registration, ResourceKind } from "./resource.ts";

/** Secrets in the stack's volume; their state is what the volume holds. */
export const secretFilesKind: ResourceKind = {
  async plan({ docker }, registration) {
    const written = await areWritten(secretFiles(registration), docker).catch(() => false);
    return written ? { action: "same", made: this.predict(registration) } : { action: "update" };
  },
  async make({ docker }, registration) {
    await writeFiles(secretFiles(registration), docker);
    return this.predict(registration);
  },
  predict: (registration) => ({
    id: secretFiles(registration).volume,
    state: { ...secretFiles(registration) },
  }),
};

function secretFiles({ inputs: { volume, image, files, generated } }: Registration): SecretFilesInputs {
  return { volume, image, files, generated };
}
