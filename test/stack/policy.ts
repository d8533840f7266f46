import { labelsOf, type Recording, type Registered } from "./recorded-program.ts";

export type Inputs = Registered["inputs"];

/** What every container must have, and what it looks like without. */
export interface Policy {
  /** The part that it is about; every container where there is none. */
  readonly role?: string;
  check(inputs: Inputs, recording: Recording): void;
  /** Arguments of which each breaks it. */
  readonly breaches: readonly Inputs[];
}

export function roleOf(inputs: Inputs): string | undefined {
  return labelsOf(inputs)["tally.role"];
}
