import { RequestError } from "../errors.ts";

/** One thing that is wrong with a request. */
export interface Fault {
  readonly in: "path" | "query" | "header" | "body";
  readonly name: string;
  /** What would be right, as the end of the sentence that begins with the name. */
  readonly detail: string;
}

/** A request that is understood but wrong: `errors` has a member for each fault. */
export class RequestInvalid extends RequestError {
  override readonly name = "RequestInvalid";
  readonly errors: readonly Fault[];

  constructor(errors: readonly Fault[]) {
    super(400, `${errors.map(({ name, detail }) => `${name} ${detail}`).join("; ")}.`);
    this.errors = errors;
  }
}
