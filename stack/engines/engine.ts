import type { SettingChanges } from "../config/setting-changes.ts";
import type { EngineName } from "../containers/labels.ts";

/** What an update is about; it stores the changes of settings first, and a preview does not. */
export interface Target extends SettingChanges {
  readonly stack: string;
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
  /** What the last update has made. @throws Error when there is no such stack */
  outputs(target: Target): Promise<Outputs>;
}
