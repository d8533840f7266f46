import * as pulumi from "@pulumi/pulumi";

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

/** What Pulumi stores and calls; short and closed over nothing, for the reason that routes/provider.ts gives. */
const provider: pulumi.dynamic.ResourceProvider<SecretFilesInputs, SecretFilesInputs> = {
  async diff(_id, olds, news) {
    await import(`${process.cwd()}/quick-start.js`);
    const { mustWrite } = await import(`${process.cwd()}/secrets/write-files.ts`);
    return { changes: await mustWrite(olds, news) };
  },
  async create(inputs) {
    const { writeFiles } = await import(`${process.cwd()}/secrets/write-files.ts`);
    await writeFiles(inputs);
    return { id: inputs.volume, outs: inputs };
  },
  async update(_id, _olds, news) {
    const { writeFiles } = await import(`${process.cwd()}/secrets/write-files.ts`);
    await writeFiles(news);
    return { outs: news };
  },
};

/** Secrets that were configured or are generated, as files in the stack's volume for them. */
export class SecretFiles extends pulumi.dynamic.Resource {
  constructor(name: string, args: SecretFilesArgs, options?: pulumi.CustomResourceOptions) {
    const secret = { additionalSecretOutputs: ["files"] };
    super(provider, name, args, { ...options, ...secret }, "tally", "SecretFiles");
  }
}
