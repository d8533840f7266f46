import "../../quick-start.js";
import * as pulumi from "@pulumi/pulumi";
import type { StackValues } from "../../config/stack-file.ts";
import type { Outputs } from "../engine.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Runs the program once in this process: every registration it makes goes to
 * the deployment, through the SDK's own runtime for mocks.
 *
 * @throws the deployment's failure, or what the program threw
 */
export async function runProgram(
  stack: string,
  { values, secretKeys }: StackValues,
  deployment: Deployment,
  dryRun: boolean,
): Promise<Outputs> {
  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name, inputs, custom }) => {
        // Components and providers are nothing on the Docker engine.
        if (!custom || type.startsWith("pulumi:providers:")) return { id: name, state: inputs };
        return await deployment.register({ type, name, inputs: unwrapSecrets(inputs) as typeof inputs });
      },
      call: ({ token }) => {
        throw new Error(`the embedded engine does not know the function ${token}`);
      },
    },
    "tally",
    stack,
    dryRun,
  );
  pulumi.runtime.setAllConfig({ ...values }, [...secretKeys]);
  const unhandled = catchRejections();
  try {
    const outputs = await Promise.race([
      pulumi.runtime.runInPulumiStack(async () => await import("../../index.ts")),
      unhandled.first,
    ]);
    await pulumi.runtime.disconnect();
    if (deployment.failure) throw deployment.failure;
    return (outputs ?? {}) as Outputs;
  } catch (error) {
    await deployment.settle();
    // What else is rejected by this failure is only known in a turn of its own.
    await new Promise((resolve) => setImmediate(resolve));
    throw deployment.failure ?? error;
  } finally {
    unhandled.stop();
  }
}

/** A registration that fails rejects promises inside the SDK that nobody awaits. */
function catchRejections(): { first: Promise<never>; stop(): void } {
  let listener: (reason: unknown) => void = () => undefined;
  const first = new Promise<never>((_, reject) => {
    listener = reject;
  });
  first.catch(() => undefined);
  process.on("unhandledRejection", listener);
  return { first, stop: () => void process.off("unhandledRejection", listener) };
}

const secretSignature = "4dabf18193072939515e22adb298388d";

/** Secrets arrive as marked objects; here, in memory, they are their values. */
function unwrapSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapSecrets);
  if (value === null || typeof value !== "object") return value;
  const entries = value as Record<string, unknown>;
  if (secretSignature in entries && "value" in entries) return unwrapSecrets(entries.value);
  return Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, unwrapSecrets(entry)]));
}
