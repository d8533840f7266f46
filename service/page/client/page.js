import { showNumber, shownNumber } from "./figures.js";
import { followCounters } from "./live.js";
import { countLook } from "./loaded-ahead.js";
import { enableSnippets } from "./snippets.js";
import { showViews } from "./views.js";
import { sendVote } from "./voting.js";

const figures = { "tally/total_visitors": "page-views", "tally/votes": "votes", "tally/visits": "visits" };
const patienceMs = 800;
const grouped = new Intl.NumberFormat("en");

let isLive = false;

// Of what was loaded ahead and did not count.
if (document.querySelector("[data-uncounted=ahead]")) countLook();
enableSnippets();
// Left out where reading needs a key, and where there are no streams.
const state = document.getElementById("live");
if (state) followCounters(Object.keys(figures), showValues, (live) => showLive(state, live));
for (const form of document.querySelectorAll("form")) form.addEventListener("submit", submit);

/** @param {import("./live.js").Values} values */
function showValues(values) {
  const viewsBefore = shownNumber("page-views");
  for (const [counter, id] of Object.entries(figures)) {
    showNumber(id, values.get(counter));
  }
  const views = shownNumber("page-views");
  if (views !== undefined && viewsBefore !== undefined) showViews(views - viewsBefore);
  resume();
}

/** A page that came while counting was paused is as good as any once numbers arrive. */
function resume() {
  document.getElementById("paused")?.remove();
  for (const button of document.querySelectorAll("button")) button.disabled = false;
}

/**
 * @param {HTMLElement} state
 * @param {boolean} live
 */
function showLive(state, live) {
  isLive = live;
  state.hidden = false;
  state.className = live ? "on" : "";
  state.textContent = live ? "Live" : "Reconnecting…";
}

/** @param {SubmitEvent} event */
async function submit(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const undoing = form.action.endsWith("/undo");
  const slow = setTimeout(() => say("Still on its way…"), patienceMs);
  try {
    const answer = await sendVote(form.action);
    // The stream knows of later votes; without it, this is the last that we know.
    if (!isLive) showNumber("votes", answer.votes);
    offerUndo(answer.undoable ?? (undoing ? 0 : 1));
    say(describe(answer, undoing));
  } catch (error) {
    say(/** @type {Error} */ (error).message);
  } finally {
    clearTimeout(slow);
  }
}

/**
 * @param {import("./voting.js").VoteAnswer} answer
 * @param {boolean} undoing
 */
function describe({ votes, counted, undoable }, undoing) {
  const number = grouped.format(votes);
  if (undoing)
    return counted
      ? `Your vote was taken back. Votes: ${number}.`
      : "There is no vote of yours to take back.";
  if (counted) return `Thank you. Your vote is number ${number}.`;
  return undoable === 0
    ? "Votes from here are not counted."
    : "You have voted already, and that vote counts.";
}

/** @param {number} undoable */
function offerUndo(undoable) {
  const [vote, undo] = document.querySelectorAll("form");
  if (!undo || !vote) return;
  // Who used the keyboard must not lose the place.
  if (undoable === 0 && undo.contains(document.activeElement)) vote.querySelector("button")?.focus();
  undo.hidden = undoable === 0;
}

/** @param {string} message */
function say(message) {
  const element = /** @type {HTMLElement} */ (document.getElementById("message"));
  element.textContent = message;
}
