import type { Project } from "./project.ts";

/** A change of the sources that a stack is deployed from. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Works with a project whose sources are changed for that time. */
export async function whileEdited(
  { read, write, edit }: Project,
  edits: readonly Edit[],
  work: () => Promise<unknown>,
): Promise<void> {
  const files = [...new Set(edits.map(({ file }) => file))];
  const sources = await Promise.all(files.map(async (file) => [file, await read(file)] as const));
  try {
    for (const { file, from, to } of edits) await edit(file, from, to);
    await work();
  } finally {
    for (const [file, source] of sources) await write(file, source);
  }
}
