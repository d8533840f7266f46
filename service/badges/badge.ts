import { makeBadge } from "badge-maker";
import { groupDigits } from "../digits.ts";
import type { BadgeLook } from "./parameters.ts";

/** A number as an SVG; its texts are escaped and as wide as they really are. */
export function renderBadge(value: bigint, defaultLabel: string, look: BadgeLook): string {
  return render(groupDigits(value), defaultLabel, look, look.color ?? "blue");
}

/** Says in the place of the number that there is no such counter. */
export function renderMissingBadge(defaultLabel: string, look: BadgeLook): string {
  return render("not found", defaultLabel, look, "lightgrey");
}

/** Says why there is no badge. */
export function renderFailedBadge(reason: string): string {
  return makeBadge({ label: "Tally", message: reason, style: "flat", color: "red" });
}

function render(message: string, defaultLabel: string, look: BadgeLook, color: string): string {
  const { label = defaultLabel, labelColor, style } = look;
  return makeBadge({ label, message, style, color, ...(labelColor !== undefined && { labelColor }) });
}
