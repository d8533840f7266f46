import type { dynamic } from "@pulumi/pulumi";

/** What is done with the inputs of a resource, whether it is made or changed. */
interface Applied<Inputs> {
  readonly id: (inputs: Inputs) => string;
  readonly diff: (olds: Inputs, news: Inputs) => Promise<dynamic.DiffResult>;
  readonly apply: (inputs: Inputs) => Promise<unknown>;
}

/**
 * What Pulumi calls, in a process of its own, of a resource that is what it is told to be. What an
 * update that changes nothing has no need of is for `apply` to load.
 */
export function appliedProvider<Inputs>({
  id,
  diff,
  apply,
}: Applied<Inputs>): dynamic.ResourceProvider<Inputs, Inputs> {
  return {
    diff: async (_id, olds, news) => await diff(olds, news),
    async create(inputs) {
      await apply(inputs);
      return { id: id(inputs), outs: inputs };
    },
    async update(_id, _olds, news) {
      await apply(news);
      return { outs: news };
    },
  };
}
