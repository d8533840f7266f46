import type Docker from "dockerode";
import { removeAbandonedFolders } from "./abandoned-folders.ts";
import { removeAbandonedObjects } from "./abandoned-objects.ts";
import { removeAbandonedStacks } from "./abandoned-stacks.ts";

/** Removes all that tests and benchmarks have left which were killed. */
export async function removeAbandoned(docker: Docker): Promise<void> {
  await removeAbandonedStacks(docker);
  await removeAbandonedObjects(docker);
  await removeAbandonedFolders();
}
