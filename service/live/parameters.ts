import { z } from "zod";
import { parseCounterName } from "../counting/counter-name.ts";

const message = "1 to 50 counters, each written namespace/key";
const name = z
  .string(message)
  .regex(/^[\w.-]{1,64}\/[\w.-]{1,64}$/, message)
  .transform(parseCounterName);

/** What a live stream shows. */
export const liveParameters = z.object({
  counter: z.array(name, message).min(1, message).max(50, message),
});
