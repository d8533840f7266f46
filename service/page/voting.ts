/** Why a form has changed nothing. */
export type VoteOutcome = keyof typeof messages;

// The page's scripts say the same.
const messages = {
  already: "You have voted already, and that vote counts.",
  none: "There is no vote of yours to take back.",
};

export function isVoteOutcome(text: string): text is VoteOutcome {
  return Object.hasOwn(messages, text);
}

/**
 * Two forms that work without a script. The second is there for whoever has
 * votes to take back.
 */
export function renderVoting(enabled: boolean, undoable: number, outcome: VoteOutcome | undefined): string {
  return `<div class="voting">
<form method="post" action="/vote"><button${enabled ? "" : " disabled"}>Vote</button></form>
<form method="post" action="/vote/undo"${undoable > 0 ? "" : " hidden"}><button class="plain">Undo my vote</button></form>
<p id="message" role="status">${outcome === undefined ? "" : messages[outcome]}</p>
</div>`;
}
