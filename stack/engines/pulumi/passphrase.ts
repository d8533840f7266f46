import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { readSalt } from "../../config/stack-file.ts";
import { findKey } from "../../config/stack-secrets.ts";

const attempts = 3;

/**
 * What opens the secrets of a stack where the environment does not say it: the empty passphrase,
 * which new stacks are given, or what somebody at the terminal answers. Pulumi would not ask by
 * itself, as what it writes is read here.
 *
 * @param ask undefined where nobody can be asked
 * @throws Error when none of the answers opens them
 */
export async function findPassphrase(
  stack: string,
  ask: ((question: string) => Promise<string>) | undefined,
): Promise<string> {
  const salt = await readSalt(stack);
  // Where Pulumi is to say what is wrong, it does.
  if (salt === undefined || ask === undefined || (await findKey(salt, ""))) return "";
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const answer = await ask(`Passphrase of the secrets of stack "${stack}": `);
    if (await findKey(salt, answer)) return answer;
    console.error("That is not the one.");
  }
  throw new Error(`the secrets of stack "${stack}" stay closed: nothing was changed`);
}

/** Asks on standard error and shows no answer. */
export async function askSecretly(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Not before: what is typed would be shown.
  process.stderr.write(question);
  // Without it, Ctrl-C would only end the question.
  reader.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  // At the end of the input, a question would be waited for in vain.
  const unanswered = once(reader, "close").then((): never => {
    throw new Error("no passphrase was given; nothing was changed");
  });
  try {
    return await Promise.race([reader.question(""), unanswered]);
  } finally {
    reader.close();
    process.stderr.write("\n");
  }
}
