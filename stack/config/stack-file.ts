import { readFile } from "node:fs/promises";
import { type Document, parseDocument } from "yaml";
import { projectPath } from "../release/build-context.ts";
import { namespace } from "./config.ts";
import { configMap, forget } from "./config-map.ts";
import { replaceFile } from "./replace-file.ts";
import { parseSetting, settingName } from "./setting.ts";
import { changeSettings, noChanges, type SettingChanges } from "./setting-changes.ts";
import { createSalt, decryptSecret, encryptSecret, openSecrets } from "./stack-secrets.ts";

/** The configuration of a stack as its file holds it, secrets in clear. */
export interface StackValues {
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** The file in which Pulumi keeps a stack's configuration. */
export function stackFile(stack: string): string {
  return projectPath(`Pulumi.${stack}.yaml`);
}

/**
 * Reads a stack's configuration; a stack without a file has none.
 *
 * @param changes what a command line changes in it
 * @throws Error when the file is no YAML, or when a secret in it cannot be
 *   opened with PULUMI_CONFIG_PASSPHRASE
 */
export async function loadStackValues(
  stack: string,
  changes: SettingChanges = noChanges,
): Promise<StackValues> {
  const stored = await readValues(stack, async (salt) => {
    const key = await openSecrets(salt);
    return (name, secure) => decryptSecret(key, name, secure);
  });
  return changeSettings(stored, changes);
}

/**
 * Reads a stack's configuration without opening its secrets: each has a placeholder of its
 * own as its value, in a form that every one of them may have.
 */
export async function loadSealedValues(stack: string): Promise<StackValues> {
  return await readValues(stack, async () => (name) => `sealed=value-of-${name}`);
}

/** `encryptionsalt` of a stack's file; undefined where no passphrase keeps its secrets. */
export async function readSalt(stack: string): Promise<string | undefined> {
  const salt = (await open(stack)).get("encryptionsalt");
  return typeof salt === "string" ? salt : undefined;
}

type Open = (name: string, secure: string) => string;

async function readValues(stack: string, unlock: (salt: string) => Promise<Open>): Promise<StackValues> {
  const document = await open(stack);
  const config = readConfig(stack, document);
  const values: Record<string, string> = {};
  const secretKeys: string[] = [];
  let openSecret: Open | undefined;
  for (const [written, value] of Object.entries(config)) {
    const name = settingName(written, namespace);
    if (isSecret(value)) {
      openSecret ??= await unlock(String(document.get("encryptionsalt") ?? ""));
      values[name] = openSecret(name, value.secure);
      secretKeys.push(name);
    } else {
      values[name] = typeof value === "string" ? value : JSON.stringify(value);
    }
  }
  return { values, secretKeys };
}

/** What Pulumi keeps in a stack's file. */
const parts = ["config", "encryptionsalt", "encryptedkey", "secretsprovider", "environment"];

/** The entries under `config`. @throws Error when the file has another form than Pulumi gives it */
function readConfig(stack: string, document: Document): Record<string, unknown> {
  const content: unknown = document.toJS() ?? {};
  const file = `Pulumi.${stack}.yaml`;
  if (!isMapping(content)) throw new Error(`${file} must hold "config:" with the settings below it`);
  const [unknown] = Object.keys(content).filter((part) => !parts.includes(part));
  if (unknown !== undefined) {
    throw new Error(
      `${file} has "${unknown}", which must be one of ${parts.join(", ")}; settings go below config`,
    );
  }
  const config = content.config ?? {};
  if (!isMapping(config)) throw new Error(`config in ${file} must hold settings of the form key: value`);
  return config;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Changes the settings in a stack's file, secrets encrypted as Pulumi does it, and leaves
 * the rest of it, comments too, as it is.
 *
 * @throws Error naming the first change that has not its form, or when there is no
 *   PULUMI_CONFIG_PASSPHRASE, or a wrong one, for the secrets
 */
export async function storeSettings(stack: string, changes: SettingChanges): Promise<void> {
  if (changes.unset.length + changes.config.length + changes.secretConfig.length === 0) return;
  const document = await open(stack);
  const config = configMap(document);
  for (const key of changes.unset) forget(config, settingName(key, namespace));
  for (const setting of changes.config) {
    const [name, value] = parseSetting(setting, namespace);
    config.set(name, value);
  }
  if (changes.secretConfig.length > 0) {
    if (!document.get("encryptionsalt")) document.set("encryptionsalt", await createSalt());
    const key = await openSecrets(String(document.get("encryptionsalt")));
    for (const secret of changes.secretConfig) {
      const [name, value] = parseSetting(secret, namespace, true);
      config.set(name, document.createNode({ secure: encryptSecret(key, value) }));
    }
  }
  await replaceFile(stackFile(stack), document.toString());
}

async function open(stack: string): Promise<Document> {
  const path = stackFile(stack);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) throw new Error(`${path} is no YAML: ${problem.message}`);
  return document;
}

function isSecret(value: unknown): value is { secure: string } {
  return (
    value !== null && typeof value === "object" && typeof (value as { secure?: unknown }).secure === "string"
  );
}
