import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";
import type { OnPlatform } from "../platforms/platform.ts";
import { GeneratedSecret } from "../platforms/swarm/generated-secret.ts";
import { SecretFiles } from "./secret-files.ts";

export interface SecretsArgs extends OnPlatform {
  readonly stack: string;
  readonly labels: Labels;
  /** Any image of the stack's; it is needed to reach the volume. */
  readonly image: pulumi.Input<string>;
  /** Secrets that were configured, by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** The file names of those that are made with the volume. The rest is made by whoever owns it. */
  readonly generated: readonly string[];
}

/**
 * The stack's secrets, which are in no image and no environment: files of a volume, or
 * the secrets of a Swarm.
 */
export class Secrets extends pulumi.ComponentResource {
  /** Of no meaning on a Swarm, which mounts every secret by itself. */
  readonly volume: pulumi.Input<string>;
  /** Those that were made here and can be read nowhere else, by file name. */
  readonly generated: Readonly<Record<string, pulumi.Output<string>>> = {};

  constructor(name: string, args: SecretsArgs, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Secrets", name, {}, options);
    const { platform } = args;
    // Retained: whoever was given the owner key has it still after `down` and `up`.
    this.volume = platform.volume(
      "secrets-volume",
      { name: objectName(args.stack, "secrets"), labels: args.labels, retained: true },
      { parent: this },
    );
    if (platform.kind === "swarm") {
      this.generated = Object.fromEntries(
        args.generated.map((file) => [file, new GeneratedSecret(file, { parent: this }).value]),
      );
      const secrets = Object.entries({ ...args.files, ...this.generated });
      for (const [file, value] of secrets) platform.secret(file, value, { parent: this });
      this.registerOutputs({});
      return;
    }
    new SecretFiles(
      "secret-files",
      {
        volume: this.volume,
        image: args.image,
        files: pulumi.secret(args.files),
        generated: [...args.generated],
      },
      { parent: this },
    );
    this.registerOutputs({ volume: this.volume });
  }
}
