import type { dynamic } from "@pulumi/pulumi";
import type { SecretFilesInputs } from "./secret-files.ts";

const load = () => import("./write-files.ts");

/** What Pulumi calls, in a process of its own. */
const provider: dynamic.ResourceProvider<SecretFilesInputs, SecretFilesInputs> = {
  async diff(_id, olds, news) {
    return { changes: await (await load()).mustWrite(olds, news) };
  },
  async create(inputs) {
    await (await load()).writeFiles(inputs);
    return { id: inputs.volume, outs: inputs };
  },
  async update(_id, _olds, news) {
    await (await load()).writeFiles(news);
    return { outs: news };
  },
};

export default provider;
