/** What Pulumi's state says that there is of a stack. */
export interface State {
  /** The ids of its containers. */
  readonly containers: readonly string[];
  /** The images that are on the engine alone, and in no registry. */
  readonly images: readonly RecordedImage[];
}

export interface RecordedImage {
  readonly urn: string;
  readonly name: string;
  readonly id: string;
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  /** Whether it is only still to be deleted. */
  readonly delete?: boolean;
  /** Whether it was deleted, and what takes its place was not made yet. */
  readonly pendingReplacement?: boolean;
  readonly inputs?: { readonly skipPush?: boolean };
  readonly outputs?: { readonly imageName?: string; readonly repoDigest?: string };
}

/** @param exported what `pulumi stack export` writes */
export function readState(exported: string): State {
  const { deployment } = JSON.parse(exported) as { deployment: { resources?: Resource[] } | null };
  const there = (deployment?.resources ?? []).filter((each) => !each.delete && !each.pendingReplacement);
  const ofType = (type: string) => there.filter((each) => each.type === type);
  return {
    containers: ofType("docker:index/container:Container").flatMap(({ id }) => id ?? []),
    images: ofType("docker:index/image:Image").flatMap(({ urn, inputs, outputs }) => {
      const { imageName: name, repoDigest: id } = outputs ?? {};
      return inputs?.skipPush && name && id ? [{ urn, name, id }] : [];
    }),
  };
}
