import type { EngineName } from "../containers/labels.ts";

/** What an update is about. */
export interface Target {
  readonly stack: string;
  /** Settings to store before an update, and not by a preview, as `key=value`; as Pulumi's own `--config`. */
  readonly config: readonly string[];
  /** Those to store encrypted. */
  readonly secretConfig: readonly string[];
}

/** The outputs of the program. */
export type Outputs = Readonly<Record<string, unknown>>;

/** Something that runs the program and makes what it describes; progress goes to the terminal. */
export interface Engine {
  readonly name: EngineName;
  /** Why this engine and no other, as half a sentence. */
  readonly reason: string;
  /** @throws Error when anything failed; what served before serves on */
  up(target: Target): Promise<Outputs>;
  /** Shows what `up` would do and changes nothing. */
  preview(target: Target): Promise<void>;
  /** Removes everything but the counts. */
  down(target: Target): Promise<void>;
  outputs(target: Target): Promise<Outputs>;
}
