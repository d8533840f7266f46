import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type Labels, retainedLabelArgs } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";
import { SecretFiles } from "./secret-files.ts";

export interface SecretsArgs {
  readonly stack: string;
  readonly labels: Labels;
  /** Any image of the stack's; it is needed to reach the volume. */
  readonly image: pulumi.Input<string>;
  /** Secrets that were configured, by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** The file names of those that are made with the volume. The rest is made by whoever owns it. */
  readonly generated: readonly string[];
}

/** The volume that holds the stack's secrets: they are in no image and no environment. */
export class Secrets extends pulumi.ComponentResource {
  readonly volume: pulumi.Output<string>;

  constructor(name: string, args: SecretsArgs, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Secrets", name, {}, options);
    this.volume = new docker.Volume(
      "secrets-volume",
      {
        name: objectName(args.stack, "secrets"),
        labels: retainedLabelArgs(args.labels),
      },
      // Whoever was given the owner key has it still after `down` and `up`.
      { parent: this, retainOnDelete: true },
    ).name;
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
