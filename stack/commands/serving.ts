import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { readRoutes } from "../../nginx/switch.ts";
import { objectName } from "../containers/names.ts";

/** The release that a stack's proxy routes to; undefined where it routes to none or is not up. */
export async function readServing(docker: Docker, stack: string): Promise<string | undefined> {
  const routes = await readRoutes(openContainer(docker, objectName(stack, "proxy"))).catch(() => "");
  const [, release] = new RegExp(`server ${objectName(stack, "service")}-(\\w+)-\\d+:`).exec(routes) ?? [];
  return release;
}
