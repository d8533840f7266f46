/** Makes the copy buttons work, and the snippets right for where the page really is. */
export function enableSnippets() {
  for (const section of document.querySelectorAll("[data-origin]")) {
    const origin = section.getAttribute("data-origin") ?? "";
    for (const input of section.querySelectorAll("input")) {
      input.value = input.value.replaceAll(origin, location.origin);
      input.addEventListener("focus", () => input.select());
    }
  }
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => copyFor(button));
  }
}

/** @param {HTMLButtonElement} button */
async function copyFor(button) {
  const input = document.getElementById(button.dataset.copy ?? "");
  if (!(input instanceof HTMLInputElement)) return;
  const message = document.getElementById("copied");
  const copied = await copy(input);
  if (message) message.textContent = copied ? "Copied." : "Press Ctrl+C or ⌘C to copy.";
}

/**
 * The clipboard is for secure origins only, which a private network's is not.
 *
 * @param {HTMLInputElement} input
 */
async function copy(input) {
  input.select();
  try {
    await navigator.clipboard.writeText(input.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
