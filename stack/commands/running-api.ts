import type Docker from "dockerode";
import { readCertificate } from "../../nginx/certificate.ts";
import { openContainer } from "../../nginx/container.ts";
import { objectName } from "../containers/names.ts";
import type { TallyApi } from "../transfer/tally-api.ts";
import { findProxyUrl } from "./proxy-url.ts";
import { loadOwnerKey } from "./stored-owner-key.ts";

/**
 * A running stack's API, for its owner.
 *
 * @throws Error when the stack is not up, or has no owner key
 */
export async function openRunningApi(docker: Docker, stack: string): Promise<TallyApi> {
  const url = await findProxyUrl(docker, stack);
  const ownerKey = await loadOwnerKey(docker, stack);
  if (!url.startsWith("https:")) return { url, ownerKey };
  // Its names need not be those by which it is reached from here.
  return {
    url,
    ownerKey,
    certificate: await readCertificate(openContainer(docker, objectName(stack, "proxy"))),
  };
}
