/**
 * @typedef {object} VoteAnswer
 * @property {bigint} votes
 * @property {boolean} counted
 * @property {number | undefined} undoable undefined where the answer does not say
 */

const retryDelaysMs = [300, 1000, 2500];

/**
 * Sends a vote, again where its outcome is unknown: with the same key it counts once.
 *
 * @param {string} url
 * @returns {Promise<VoteAnswer>}
 * @throws {Error} whose message is for the visitor
 */
export async function sendVote(url) {
  const key = `"${randomKey()}"`;
  for (const delayMs of [...retryDelaysMs, undefined]) {
    const response = await post(url, { "Idempotency-Key": key });
    if (response?.ok) return readAnswer(await response.text());
    const problem = await readProblem(response);
    if (problem.reason === "crowded") return await sendOnce(url);
    const mayRepeat = response === undefined || [502, 503, 504].includes(response.status);
    if (!mayRepeat || delayMs === undefined) throw failure(problem);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
  throw new RangeError("unreachable");
}

/**
 * Sends a vote that was not counted because there was no room to remember its key: it needs none.
 *
 * @param {string} url
 */
async function sendOnce(url) {
  const response = await post(url);
  if (response?.ok) return readAnswer(await response.text());
  throw failure(await readProblem(response));
}

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 */
async function post(url, headers = {}) {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { Accept: "application/json", ...headers },
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    return undefined;
  }
}

/** crypto.randomUUID is for secure origins only, which a private network's is not. */
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} text
 * @returns {VoteAnswer}
 */
function readAnswer(text) {
  const { counted = true, undoable } = JSON.parse(text);
  // The digits themselves: JSON.parse would round a number beyond 2^53.
  const [, votes = "0"] = /"votes":\s*(-?\d+)/.exec(text) ?? [];
  return { votes: BigInt(votes), counted, undoable };
}

/**
 * @param {Response | undefined} response
 * @returns {Promise<{ reason?: string, detail?: string }>}
 */
async function readProblem(response) {
  return (await response?.json().catch(() => undefined)) ?? {};
}

/** @param {{ detail?: string }} problem */
function failure({ detail = "That did not get through. Please try again in a moment." }) {
  return new Error(detail);
}
