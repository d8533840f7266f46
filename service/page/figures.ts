import { groupDigits } from "../digits.ts";

const longestWhole = 16;

export interface Figure {
  readonly id: string;
  readonly label: string;
  /** Undefined while nobody knows. */
  readonly value: bigint | undefined;
  /** An estimate, which says so. */
  readonly about?: boolean;
}

/** A list of named numbers, grouped for people and with plain digits for machines. */
export function renderFigures(figures: readonly Figure[]): string {
  return `<dl class="figures">\n${figures.map(renderFigure).join("\n")}\n</dl>`;
}

/** A number, which its id finds again; a dash stands for one that nobody knows. */
export function renderNumber(value: bigint | undefined, id?: string): string {
  const name = id === undefined ? "" : ` id="${id}"`;
  if (value === undefined) return `<span${name}>–</span>`;
  return `<data${name} value="${value}">${breakable(groupDigits(value))}</data>`;
}

/** A number that is too wide for a phone goes on below after a comma, not within a group. */
function breakable(text: string): string {
  return text.length < longestWhole ? text : text.replaceAll(",", ",<wbr>");
}

function renderFigure({ id, label, value, about = false }: Figure): string {
  const qualifier = about && value !== undefined ? "<small>about</small> " : "";
  return `<div><dt>${label}</dt><dd>${qualifier}${renderNumber(value, id)}</dd></div>`;
}
