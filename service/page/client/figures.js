const grouped = new Intl.NumberFormat("en");
// A wider number may go on below, after a comma.
const longestWhole = 16;

/**
 * The number that the page shows now, undefined while it shows none.
 *
 * @param {string} id
 */
export function shownNumber(id) {
  const element = document.getElementById(id);
  return element instanceof HTMLDataElement ? BigInt(element.value) : undefined;
}

/**
 * @param {string} id of a number's element; nothing is done where there is none
 * @param {bigint | undefined} number undefined while nobody knows it
 */
export function showNumber(id, number) {
  const element = document.getElementById(id);
  if (!element || shownNumber(id) === number) return;
  const shown = number === undefined ? createDash() : createNumber(number);
  shown.id = id;
  // A new element, so that its animation begins again.
  shown.className = "changed";
  element.replaceWith(shown);
}

function createDash() {
  const dash = document.createElement("span");
  dash.textContent = "–";
  return dash;
}

/** @param {bigint} number */
export function createNumber(number) {
  const data = document.createElement("data");
  data.value = String(number);
  const text = grouped.format(number);
  if (text.length < longestWhole) data.textContent = text;
  else data.append(...text.split(/(?<=,)/).flatMap((group) => [group, document.createElement("wbr")]));
  return data;
}
