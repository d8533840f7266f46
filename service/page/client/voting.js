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
  const key = randomKey();
  for (const delayMs of [...retryDelaysMs, undefined]) {
    const response = await post(url, key);
    if (response?.ok) return readAnswer(await response.text());
    const mayRepeat = response === undefined || [502, 503, 504].includes(response.status);
    if (!mayRepeat || delayMs === undefined) throw new Error(await reason(response));
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
  throw new RangeError("unreachable");
}

/**
 * @param {string} url
 * @param {string} key
 */
async function post(url, key) {
  try {
    const headers = { Accept: "application/json", "Idempotency-Key": `"${key}"` };
    return await fetch(url, { method: "POST", headers, signal: AbortSignal.timeout(10_000) });
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

/** @param {Response | undefined} response */
async function reason(response) {
  const problem = await response?.json().catch(() => undefined);
  return problem?.detail ?? "That did not get through. Please try again in a moment.";
}
