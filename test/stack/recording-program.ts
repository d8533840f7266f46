import "../../stack/quick-start.js";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { setCurrentEngine } from "../../stack/engines/current.ts";
import type { RecordedOptions, Recording, Registered, Run } from "./recorded-program.ts";

/** Long enough for whatever does not wait for a resource to be registered before that is made. */
const makingMs = 20;

async function record({ stack, config, secretKeys }: Run, number: number): Promise<Recording> {
  const registrations: Registered[] = [];
  const options = new Map<string, RecordedOptions>();
  const made: string[] = [];

  function recordOptions({ name, opts }: pulumi.ResourceTransformationArgs): undefined {
    const { retainOnDelete, deleteBeforeReplace }: pulumi.CustomResourceOptions = opts;
    options.set(name, {
      ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
      ...(deleteBeforeReplace === undefined ? {} : { deleteBeforeReplace }),
    });
  }

  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name, inputs, custom }) => {
        registrations.push({
          type,
          name,
          inputs,
          custom: custom === true,
          madeBefore: [...made],
          options: {},
        });
        await sleep(makingMs);
        made.push(name);
        return { id: `id-of-${name}`, state: { ...inputs, repoDigest: `id-of-${name}` } };
      },
      call: ({ token }) => {
        throw new Error(`the program calls ${token}`);
      },
    },
    "tally",
    stack,
    false,
  );
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  const unhandled = Promise.withResolvers<never>();
  process.on("unhandledRejection", unhandled.reject);
  try {
    const outputs = await Promise.race([
      pulumi.runtime.runInPulumiStack(async () => {
        pulumi.runtime.registerStackTransformation(recordOptions);
        // Another address for each run, or the module would not be run again.
        return await import(`../../stack/index.ts?run=${number}`);
      }),
      unhandled.promise,
    ]);
    await pulumi.runtime.disconnect();
    return {
      registrations: registrations.map((each) => ({ ...each, options: options.get(each.name) ?? {} })),
      outputs: { ...(outputs as Recording["outputs"]) },
    };
  } catch (error) {
    return { registrations, outputs: {}, problem: (error as Error).message };
  } finally {
    process.off("unhandledRejection", unhandled.reject);
  }
}

setCurrentEngine("embedded");
const runs = JSON.parse(process.argv[2] ?? "[]") as Run[];
const recordings: Recording[] = [];
for (const [number, run] of runs.entries()) recordings.push(await record(run, number));
// The SDK's runtime keeps handles open.
process.stdout.write(JSON.stringify(recordings), () => process.exit());
