import type { z } from "zod";
import { RequestError } from "./errors.ts";

/**
 * Reads the parameters of a request. A schema's message completes the sentence `name must be …`.
 *
 * @throws RequestError that says all that is wrong
 */
export function readParameters<Schema extends z.ZodObject>(schema: Schema, given: object): z.output<Schema> {
  const { data, error } = schema.safeParse(given);
  if (data !== undefined) return data;
  const faults = error?.issues.map(({ path, message }) => `${String(path[0])} must be ${message}`) ?? [];
  throw new RequestError(400, `${faults.join("; ")}.`);
}
