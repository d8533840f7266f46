import { readFileSync } from "node:fs";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a secret must be, as a pattern and in words; its value is never repeated. */
export interface SecretKind {
  readonly noun: string;
  readonly pattern?: RegExp;
  readonly right?: string;
}

/**
 * A secret, given as NAME or as the name of a file in NAME_FILE. What is wrong with it is
 * added to the problems.
 */
export function loadSecret(
  given: Environment,
  name: string,
  kind: SecretKind,
  problems: string[],
): string | undefined {
  const { [name]: secret, [`${name}_FILE`]: file } = given;
  if (secret !== undefined && file !== undefined) {
    problems.push(`${name} and ${name}_FILE are both given but must be one or the other`);
    return undefined;
  }
  if (file !== undefined) {
    return readSecret(file, `${name}_FILE is ${JSON.stringify(file)}`, kind, problems);
  }
  if (secret !== undefined && !isRight(secret, kind)) problems.push(`${name} must be ${kind.right}`);
  return secret;
}

function readSecret(file: string, setting: string, kind: SecretKind, problems: string[]): string | undefined {
  try {
    const secret = readFileSync(file, "utf8").replace(/\r?\n$/, "");
    if (secret === "") {
      problems.push(`${setting} but must be a file that holds a ${kind.noun}: it is empty`);
    } else if (!isRight(secret, kind)) {
      problems.push(`${setting} but must be a file that holds ${kind.right}`);
    }
    return secret;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.push(`${setting} but must be a file that can be read: ${code}`);
    return undefined;
  }
}

function isRight(secret: string, { pattern }: SecretKind): boolean {
  return pattern?.test(secret) ?? true;
}
