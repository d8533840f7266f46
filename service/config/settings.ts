import { z } from "zod";
import { parseAddressRange } from "../visitors/address-range.ts";

// Each kind of setting turns the text of an environment variable into a value.
// Its message completes the sentence `NAME is "given" but must be …`.

export function integer(byDefault: number, least: number, most: number) {
  const message = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^(0|[1-9]\d*)$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message)
    .default(byDefault);
}

export function oneOf<const Value extends string>(values: readonly Value[], byDefault: NoInfer<Value>) {
  const message = `one of ${values.join(", ")}`;
  return z.enum(values, message).default(() => byDefault);
}

export function flag(byDefault: boolean) {
  return z
    .enum(["true", "false"], "true or false")
    .transform((value) => value === "true")
    .default(byDefault);
}

export function hostName(byDefault: string) {
  return z
    .string()
    .regex(/^[A-Za-z0-9._:-]+$/, "a host name or an IP address")
    .default(byDefault);
}

/** A word for log lines, Redis keys and connection names, which allow no spaces. */
export function name(byDefault: string) {
  return word().default(byDefault);
}

export function optionalName() {
  return word().optional();
}

function word() {
  return z.string().regex(/^[\x21-\x7e]{1,128}$/, "1 to 128 printable ASCII characters without spaces");
}

export function text() {
  return z.string().optional();
}

/** A number from 0 to 1. */
export function ratio(byDefault: number) {
  return z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, "a number from 0 to 1")
    .transform(Number)
    .default(byDefault);
}

/** A name and password in it would be shown with it. */
export function httpUrl() {
  return z.string().refine(isHttpUrl, "an http or https URL without a user's name and password").optional();
}

/** Separated by commas. */
export function addressRanges() {
  const message = "IP addresses and ranges such as 10.0.0.0/8, separated by commas";
  return z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean)
        .map(parseAddressRange),
    )
    .refine((ranges) => !ranges.includes(undefined), message)
    .transform((ranges) => ranges.filter((range) => range !== undefined));
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
}
