/**
 * Two forms that work without a script. The second is there for whoever has
 * votes to take back.
 */
export function renderVoting(enabled: boolean, undoable: number): string {
  return `<div class="voting">
<form method="post" action="/vote"><button${enabled ? "" : " disabled"}>Vote</button></form>
<form method="post" action="/vote/undo"${undoable > 0 ? "" : " hidden"}><button class="plain">Undo my vote</button></form>
<p id="message" role="status"></p>
</div>`;
}
