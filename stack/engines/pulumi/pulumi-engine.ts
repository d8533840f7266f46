import { existsSync } from "node:fs";
import type Docker from "dockerode";
import { namespace } from "../../config/config.ts";
import { checkOpened } from "../../config/opened-settings.ts";
import { parseSetting, settingName } from "../../config/setting.ts";
import { stackFile } from "../../config/stack-file.ts";
import { removeHelpers } from "../../containers/helpers.ts";
import { refuseForeignStack } from "../../survey/survey.ts";
import { withLock } from "../../updates/lock.ts";
import type { Engine, Outputs, Target } from "../engine.ts";
import { hasChosenBackend } from "./chosen-backend.ts";
import { createCli, type PulumiCli } from "./cli.ts";
import { findGoneImages, lacksContainers } from "./drift.ts";
import { withCopy } from "./stack-file-copy.ts";
import { hasStaleLock } from "./stale-lock.ts";
import { readState, type State } from "./state.ts";
import { removeBrokenAttributes } from "./state-files.ts";
import { removeUnknownContainers } from "./unknown-containers.ts";

/**
 * Runs the Pulumi CLI, as a person would: the same stack, the same state. It
 * asks nothing where there is no terminal. Pulumi has a lock of its own, but
 * some of the work comes before it, and restoring is done without Pulumi.
 */
export function createPulumiEngine(docker: Docker, command: string, reason: string): Engine {
  const cli = createCli(command);

  /** @param find makes sure of the stack */
  async function prepare<Found>({ stack }: Target, find: Find<Found>): Promise<Found> {
    await refuseForeignStack(docker, stack, "pulumi");
    const backendUrl = await ensureBackend(cli);
    await removeBrokenAttributes(backendUrl, stack);
    const usesEmptyPassphrase = await cli.unlock(stack);
    const state = await find(cli, stack, usesEmptyPassphrase);
    if (await hasStaleLock(backendUrl, stack)) {
      console.error("An earlier update was killed; releasing its lock.");
      await cli.read("cancel", "--yes", "--stack", stack);
    }
    return state;
  }

  /** What `pulumi up` itself does not store. */
  async function store({ stack, unset, secretConfig }: Target, ...where: string[]): Promise<void> {
    for (const key of unset) {
      await cli.read("config", "rm", "--stack", stack, ...where, settingName(key, namespace));
    }
    // By standard input: a command line can be read by every process.
    for (const setting of secretConfig) {
      const [name, value] = parseSetting(setting, namespace, true);
      await cli.tell(value, "config", "set", "--secret", "--stack", stack, ...where, name);
    }
  }

  /** The arguments with which an update makes again what was stopped or removed by hand. */
  async function repair({ stack }: Target, state: State): Promise<string[]> {
    const [refresh, gone] = await Promise.all([
      lacksContainers(docker, stack, state),
      findGoneImages(docker, state),
    ]);
    if (refresh) console.error("Containers were stopped or removed; refreshing the state first.");
    if (gone.length > 0)
      console.error(`Images were removed; building ${gone.map(({ name }) => name).join(", ")} again.`);
    return [...(refresh ? ["--refresh"] : []), ...gone.flatMap(({ urn }) => ["--replace", urn])];
  }

  return {
    name: "pulumi",
    reason,
    async up(target) {
      return await withLock(target.stack, async () => {
        const state = await prepare(target, ensureStack);
        await checkOpened(target.stack, target);
        await store(target);
        const repairs = await repair(target, state);
        await cli.show("up", "--yes", "--skip-preview", ...repairs, ...common(target));
        return await readOutputs(cli, target);
      });
    },
    async preview(target) {
      const state = await prepare(target, ensureStack);
      await withCopy(stackFile(target.stack), async (copy) => {
        const where = ["--config-file", copy];
        await store(target, ...where);
        await cli.show("preview", ...(await repair(target, state)), ...where, ...common(target));
      });
    },
    async down(target) {
      await withLock(target.stack, async () => {
        const state = await prepare(target, findState);
        // Containers that killed commands left behind would hold the networks.
        const unknown = await removeUnknownContainers(docker, target.stack, state);
        await removeHelpers(docker, target.stack);
        if (state === undefined && unknown === 0) throw noStack(target.stack);
        if (state === undefined) return;
        await cli.show("destroy", "--yes", "--skip-preview", "--stack", target.stack);
      });
    },
    async outputs(target) {
      await prepare(target, requireStack);
      return await readOutputs(cli, target);
    },
  };
}

function common({ stack, config }: Target): string[] {
  return ["--stack", stack, ...config.flatMap((setting) => ["--config", setting])];
}

async function readOutputs(cli: PulumiCli, { stack }: Target): Promise<Outputs> {
  return JSON.parse(await cli.read("stack", "output", "--json", "--stack", stack));
}

/**
 * State goes where the environment says or the user has logged in, and into local files where nobody has;
 * returns where that is.
 */
async function ensureBackend(cli: PulumiCli): Promise<string> {
  const { PULUMI_BACKEND_URL: named = "" } = process.env;
  if (named.startsWith("file:///")) return named;
  const whoami = async () => JSON.parse(await cli.read("whoami", "--json")).url as string;
  try {
    return await whoami();
  } catch (error) {
    // Where state is kept elsewhere, and cannot be reached, an empty state would hide all that there is.
    if (await hasChosenBackend()) throw error;
    await cli.read("login", "--local");
    return await whoami();
  }
}

type Find<Found> = (cli: PulumiCli, stack: string, usesEmptyPassphrase: boolean) => Promise<Found>;

/**
 * Undefined where there is no such stack.
 *
 * @throws Error with Pulumi's own words when there is one that it cannot read
 */
async function findState(cli: PulumiCli, stack: string): Promise<State | undefined> {
  try {
    return readState(await cli.read("stack", "export", "--stack", stack));
  } catch (error) {
    if ((error as Error).message.includes("no stack named")) return undefined;
    throw error;
  }
}

async function requireStack(cli: PulumiCli, stack: string): Promise<State> {
  const state = await findState(cli, stack);
  if (state === undefined) throw noStack(stack);
  return state;
}

function noStack(stack: string): Error {
  return new Error(`there is no stack "${stack}"`);
}

/** Makes the stack where there is none. */
async function ensureStack(cli: PulumiCli, stack: string, usesEmptyPassphrase: boolean): Promise<State> {
  const state = await findState(cli, stack);
  if (state !== undefined) return state;
  const isNew = !existsSync(stackFile(stack));
  console.error(`Making stack "${stack}"${isNew ? " and its file" : ""}.`);
  if (usesEmptyPassphrase) {
    console.error(
      "PULUMI_CONFIG_PASSPHRASE is not set: the stack's secrets are kept with an empty passphrase.",
    );
  }
  await cli.read("stack", "init", stack, "--no-select");
  return { containers: [], images: [] };
}
