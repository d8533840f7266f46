import { appliedProvider } from "../applied-provider.ts";
import type { SecretFilesInputs } from "./secret-files.ts";

const load = () => import("./write-files.ts");

export default appliedProvider<SecretFilesInputs>({
  id: ({ volume }) => volume,
  diff: async (olds, news) => ({ changes: await (await load()).mustWrite(olds, news) }),
  apply: async (inputs) => await (await load()).writeFiles(inputs),
});
