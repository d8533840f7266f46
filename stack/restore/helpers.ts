import type Docker from "dockerode";
import { ignoreGoing } from "../containers/docker.ts";
import { labelNames } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";

/** Removes the containers that prepare a restore, of one that is interrupted or was killed. */
export async function removeRestoreHelpers(docker: Docker, stack: string): Promise<void> {
  const found = await docker.listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`] },
  });
  const [spare, extraction] = [
    objectName(stack, "redis", "spare"),
    objectName(stack, "backup", "extract", ""),
  ];
  const helpers = found.filter(({ Names }) =>
    Names.some((name) => name === `/${spare}` || name.startsWith(`/${extraction}`)),
  );
  await Promise.all(
    helpers.map(({ Id }) => docker.getContainer(Id).remove({ force: true }).catch(ignoreGoing)),
  );
}
