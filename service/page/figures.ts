const grouped = new Intl.NumberFormat("en");

export interface Figure {
  readonly id: string;
  readonly label: string;
  /** Undefined while nobody knows. */
  readonly value: bigint | undefined;
}

/** A list of named numbers, grouped for people and with plain digits for machines. */
export function renderFigures(figures: readonly Figure[]): string {
  return `<dl>\n${figures.map(renderFigure).join("\n")}\n</dl>`;
}

function renderFigure({ id, label, value }: Figure): string {
  const number =
    value === undefined ? "–" : `<data id="${id}" value="${value}">${grouped.format(value)}</data>`;
  return `<div><dt>${label}</dt><dd>${number}</dd></div>`;
}
