import { createHash } from "node:crypto";
import { basename } from "node:path/posix";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type Labels, labelArgs } from "../../containers/labels.ts";
import { containerUser, objectName } from "../../containers/names.ts";
import { secretDigest, secretsPath } from "../../secrets/secret-plan.ts";

const [fileUid = "", fileGid = ""] = containerUser.split(":");

/** A secret as a service mounts it, for the containers' user alone. */
export type MountedFile = docker.types.input.ServiceTaskSpecContainerSpecSecret;

/** Swarm bounds the names of secrets and configurations to 64 characters. */
const digestLength = 8;

/**
 * What names a secret. It cannot change and is not removed while a service has it: another
 * value has another name. That of most files tells their contents; what was made here stays.
 */
export function secretName(file: string, value: pulumi.Input<string>): string {
  const stem = basename(file, ".pem");
  const hasDigest = /-[0-9a-f]{16,}$/.test(stem) || typeof value !== "string";
  const name = hasDigest ? stem : `${stem}-${secretDigest(value)}`;
  return name.replace(new RegExp(`(-[0-9a-f]{${digestLength}})[0-9a-f]+$`), "$1");
}

/** A secret of the Swarm's; `file` is its name below the directory of secrets. */
export function createSecretFile(
  stack: string,
  file: string,
  value: pulumi.Input<string>,
  labels: Labels,
  options: pulumi.CustomResourceOptions,
): MountedFile {
  const shortened = secretName(file, value);
  const data = pulumi.secret(value).apply((text) => Buffer.from(text).toString("base64"));
  const secret = new docker.Secret(
    `secret-${shortened}`,
    { name: objectName(stack, shortened), data, labels: labelArgs(labels) },
    options,
  );
  return {
    secretId: secret.id,
    secretName: secret.name,
    fileName: `${secretsPath}/${file}`,
    fileUid,
    fileGid,
    fileMode: 0o400,
  };
}

/**
 * A configuration of the Swarm's. It cannot change, so its digest is part of its
 * names: another text is another resource, and a failed update leaves the one
 * alone that Swarm goes back to.
 */
export function createConfigFile(
  name: string,
  { path, text }: { readonly path: string; readonly text: string },
  labels: Labels,
  options: pulumi.CustomResourceOptions,
): docker.types.input.ServiceTaskSpecContainerSpecConfig {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, digestLength);
  const config = new docker.ServiceConfig(
    `routes-${digest}`,
    { name: `${name}-${digest}`, data: Buffer.from(text).toString("base64"), labels: labelArgs(labels) },
    options,
  );
  return { configId: config.id, configName: config.name, fileName: path, fileUid, fileGid, fileMode: 0o444 };
}

/** The secrets whose files an environment names. */
export function namedSecrets(envs: readonly string[], secrets: readonly MountedFile[]): MountedFile[] {
  return secrets.filter(({ fileName }) => envs.some((line) => line.endsWith(`=${fileName}`)));
}
