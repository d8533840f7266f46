import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../dynamic-resource.ts";
import provider from "./provider.ts";

/** Files that a volume is to hold. */
export interface SecretFilesInputs {
  readonly volume: string;
  readonly image: string;
  /** Contents by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** The names of those that are made here, once: a random key each. */
  readonly generated: readonly string[];
}

export type SecretFilesArgs = {
  readonly [Name in keyof SecretFilesInputs]: pulumi.Input<SecretFilesInputs[Name]>;
};

/** Secrets that were configured or are generated, as files in the stack's volume for them. */
export class SecretFiles extends DynamicResource {
  constructor(name: string, args: SecretFilesArgs, options?: pulumi.CustomResourceOptions) {
    const secret = { additionalSecretOutputs: ["files"] };
    super("SecretFiles", name, args, { provider, module: "secrets/provider.ts" }, { ...options, ...secret });
  }
}
