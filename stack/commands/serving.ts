import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { readCurrent, readProven } from "../../nginx/switch.ts";
import { objectName } from "../containers/names.ts";

/** What a stack's proxy serves, and what it is known to serve well. */
export interface Served {
  /** The release that the proxy routes to; undefined where it routes to none or is not up. */
  readonly release: string | undefined;
  /** The release that it last switched to completely. */
  readonly proven: string | undefined;
  /** Whether a switch was cut short before what serves was proven. */
  readonly isUnfinished: boolean;
}

export async function readServed(
  docker: Docker,
  stack: string,
  proxy = openContainer(docker, objectName(stack, "proxy")),
): Promise<Served> {
  const [current, proven] = await Promise.all([readCurrent(proxy), readProven(proxy)]);
  const release = routedRelease(stack, current);
  return {
    release,
    proven: routedRelease(stack, proven),
    isUnfinished: release !== undefined && current !== proven,
  };
}

/** The release that a stack's proxy routes to; undefined where it routes to none or is not up. */
export async function readServing(docker: Docker, stack: string): Promise<string | undefined> {
  return (await readServed(docker, stack)).release;
}

/** The release that rendered routes lead to. */
export function routedRelease(stack: string, routes = ""): string | undefined {
  return new RegExp(`server ${objectName(stack, "service")}-(\\w+)-\\d+:`).exec(routes)?.[1];
}
