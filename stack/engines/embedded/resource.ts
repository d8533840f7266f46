import { createHash } from "node:crypto";
import type Docker from "dockerode";

/** One registration of the program, its inputs resolved. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: inputs are the provider's, checked by each kind
  readonly inputs: Record<string, any>;
}

/** What a registration is answered with. */
export interface Made {
  readonly id: string;
  readonly state: Record<string, unknown>;
}

export type Action = "create" | "replace" | "update" | "same";

export interface Context {
  readonly docker: Docker;
  readonly stack: string;
  report(line: string): void;
}

/** How one type of resource is found and made on the Docker engine. */
export interface ResourceKind {
  /** What has to be done, and what is there if that is nothing. */
  plan(context: Context, registration: Registration): Promise<{ action: Action; made?: Made }>;
  /** Does it; an object that is replaced is removed first. */
  make(context: Context, registration: Registration): Promise<Made>;
  /** What dependents may count on before it is made. */
  predict(registration: Registration): Made;
}

/** Labels of the embedded engine's own: its state. */
export const inputsLabel = "tally.inputs";

/** The digest under which a container remembers what it was made from. */
export function digestInputs(inputs: Registration["inputs"]): string {
  return createHash("sha256")
    .update(JSON.stringify(sortKeys(inputs)))
    .digest("hex");
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sortKeys(entry)]));
}
