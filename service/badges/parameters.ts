import { z } from "zod";
import { cssColors } from "./css-colors.ts";

const styles = ["flat", "flat-square", "plastic", "for-the-badge", "social"] as const;

// Names of badges, which are no names of CSS.
const badgeColors = ["brightgreen", "success", "important", "critical", "informational", "inactive"];
const colorNames = [...badgeColors, ...cssColors];
const colorMessage = `a colour like 4c1 or 44cc11, a name of CSS, or one of ${badgeColors.join(", ")}`;

function color(what: string) {
  return z
    .string(colorMessage)
    .regex(new RegExp(`^(#?([0-9A-Fa-f]{3}){1,2}|${colorNames.join("|")})$`), colorMessage)
    .optional()
    .meta({ description: `The colour of ${what}.`, example: "44cc11" });
}

const labelMessage = "at most 100 characters, none of which is a control character";

/** How a badge looks and what it shows. */
export const badgeParameters = z.object({
  label: z
    .string(labelMessage)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them even in an escaped form.
    .regex(/^[^\u0000-\u001f\u007f-\u009f\ufffe\uffff]{0,100}$/u, labelMessage)
    .optional()
    .meta({ description: "The text on the left; the counter's key by default.", example: "visits" }),
  color: color("the right side"),
  labelColor: color("the left side"),
  style: z.enum(styles, `one of ${styles.join(", ")}`).default("flat"),
  show: z
    .enum(["total", "today"], "total or today")
    .default("total")
    .meta({ description: "The counter's value, or what was counted since midnight UTC." }),
  count: z
    .enum(["true", "false"], "true or false")
    .default("true")
    .transform((value) => value === "true")
    .meta({ description: "Whether to show the badge is a hit." }),
});

export type BadgeLook = Pick<z.output<typeof badgeParameters>, "label" | "color" | "labelColor" | "style">;
