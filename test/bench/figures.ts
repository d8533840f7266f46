/** With so many decimals; a dash where there is none. */
export function number(value: number | undefined, decimals: number): string {
  return value === undefined ? "–" : value.toFixed(decimals);
}

export function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${Math.round(share * 100)} %`;
}
