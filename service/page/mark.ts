const strokes = "M6 4v28M15 4v28M24 4v28M33 4v28M1 27 39 9";

/** Five strokes of a tally. It says nothing that the heading does not say. */
export const mark = `<svg viewBox="0 0 40 36" fill="none" stroke="currentColor" stroke-width="3.5" stroke-linecap="round" aria-hidden="true"><path d="${strokes}"/></svg>`;

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -2 40 40" fill="none" stroke="#c2452d" stroke-width="4.5" stroke-linecap="round"><path d="${strokes}"/></svg>`;

export const iconUrl = `data:image/svg+xml,${encodeURIComponent(icon)}`;
