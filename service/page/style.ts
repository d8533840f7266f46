import { createHash } from "node:crypto";

export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#faf8f4, #171614);
  --ink: light-dark(#24211c, #ece8e0);
  --quiet: light-dark(#6a6459, #a49d90);
  --line: light-dark(#e2dccf, #36332d);
  --accent: light-dark(#a3341f, #f0886f);
  --on-accent: light-dark(#ffffff, #1d120f);
}
* { box-sizing: border-box; margin: 0; }
body {
  min-height: 100vh;
  display: grid;
  place-items: center;
  padding: 2rem 1.25rem;
  background: var(--ground);
  color: var(--ink);
  font: 1.0625rem/1.6 ui-sans-serif, system-ui, sans-serif;
}
main { width: min(34rem, 100%); }
svg { width: 3rem; height: 2.25rem; color: var(--accent); }
h1 { margin: 0.5rem 0 0.25rem; font-size: 2rem; line-height: 1.2; letter-spacing: -0.02em; }
p { color: var(--quiet); }
dl {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr));
  gap: 1rem 2rem;
  margin: 2rem 0;
  padding: 1.5rem 0;
  border-block: 1px solid var(--line);
}
dt { font-size: 0.875rem; color: var(--quiet); }
dd { font-size: 1.75rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
button {
  padding: 0.625rem 1.75rem;
  border: 0;
  border-radius: 999px;
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:hover { filter: brightness(1.08); }
button:disabled { opacity: 0.5; cursor: default; filter: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
[role="status"] { margin-bottom: 1.5rem; padding-left: 0.875rem; border-left: 3px solid var(--accent); }
`;

/** What a Content-Security-Policy has to allow for the style to apply, and nothing else. */
export const styleSource = `'sha256-${createHash("sha256").update(style).digest("base64")}'`;
