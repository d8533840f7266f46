/** The message of what a promise rejects with; it is an error when it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`nothing failed, the result is ${JSON.stringify(value)}`);
}
