import { objectName } from "../containers/names.ts";

/** The name under which a stack's own Redis is reached, which is its container's. */
export function redisHost(stack: string): string {
  return objectName(stack, "redis");
}

/** Where that container has its data. */
export const dataPath = "/var/lib/tally";
