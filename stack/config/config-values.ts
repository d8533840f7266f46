import { isIP } from "node:net";
import { z } from "zod";

/** A whole number, written in digits. */
export function integer(min: number, max: number) {
  return value(`a whole number from ${min} to ${max}`, (given) =>
    /^\d{1,15}$/.test(given) ? within(Number(given), min, max) : undefined,
  );
}

/** A whole number, or `off`. */
export function integerOrOff(min: number, max: number) {
  return value(`off, or a whole number from ${min} to ${max}`, (given): number | "off" | undefined => {
    if (given === "off") return given;
    return /^\d{1,15}$/.test(given) ? within(Number(given), min, max) : undefined;
  });
}

/** A number, written in digits with or without a fraction. */
export function number(min: number, max: number) {
  return value(`a number from ${min} to ${max}`, (given) =>
    /^\d{1,9}(\.\d{1,6})?$/.test(given) ? within(Number(given), min, max) : undefined,
  );
}

export function flag() {
  return value("true or false", (given) => {
    if (given === "true") return true;
    return given === "false" ? false : undefined;
  });
}

export function oneOf<Choice extends string>(choices: readonly Choice[]) {
  return value(`one of ${choices.join(", ")}`, (given) => choices.find((choice) => choice === given));
}

export function ipAddress() {
  return value("an IP address", (given) => (isIP(given) === 0 ? undefined : given));
}

export function hostName() {
  return value("a host name or an IP address", (given) =>
    /^[A-Za-z0-9._:-]+$/.test(given) ? given : undefined,
  );
}

/** The id of a release, or `latest`. */
export function releaseName() {
  return value("latest, or the id of a release that is kept on this machine", (given) =>
    /^(latest|[0-9a-f]{10})$/.test(given) ? given : undefined,
  );
}

/** A Docker image's name, with a tag, a digest or both; the description says of what. */
export function image(description: string) {
  const host = "(?:[\\w.-]+(?::\\d+)?/)?";
  const path = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*";
  const reference = new RegExp(`^${host}${path}(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`);
  return value(`the name of ${description}`, (given) => (reference.test(given) ? given : undefined));
}

/** What the names of images in a registry begin with. */
export function registry() {
  const pattern = /^[A-Za-z0-9.-]+(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;
  return value("a registry, with a path or without, such as registry.example.org/tally", (given) =>
    pattern.test(given) ? given : undefined,
  );
}

/** Addresses and networks (`10.0.0.0/8`), separated by commas. */
export function ipNetworks() {
  return value("IP addresses or networks such as 10.0.0.0/8, separated by commas", (given) => {
    const networks = given.split(",").map((network) => network.trim());
    return networks.every(isNetwork) ? networks.join(",") : undefined;
  });
}

/** A key that is never shown; one that clients send in a header is no longer than the service takes it. */
export function secretKey(most: number) {
  const pattern = new RegExp(`^[\\x21-\\x7e]{16,${most}}$`);
  const description = `16 to ${most} visible ASCII characters`;
  return value(description, (given) => (pattern.test(given) ? given : undefined), false);
}

/** A name that Redis has for something, which goes into log lines; the description says of what. */
export function redisName(description: string) {
  return value(description, (given) => (/^[\x21-\x7e]{1,128}$/.test(given) ? given : undefined), false);
}

/** Headers of requests as OpenTelemetry writes them, which may be secrets and are never shown. */
export function headerList() {
  const header = "[\\w.-]+=[\\x21-\\x2b\\x2d-\\x7e]+";
  const list = new RegExp(`^${header}(,${header})*$`);
  return value(
    "headers as name=value, separated by commas",
    (given) => (list.test(given) ? given : undefined),
    false,
  );
}

/** An address of a web service; a user's name and password in it would be shown with it. */
export function httpUrl() {
  return value("an http or https URL without a user's name and password", (given) => {
    const url = /\s/.test(given) ? null : URL.parse(given);
    const isRight = url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}` === "";
    return isRight ? given : undefined;
  });
}

/** A text of one line that is not empty; the description says of what. */
export function text(description: string) {
  return value(description, (given) => (/^[^\s\p{Cc}]+$/u.test(given) ? given : undefined), false);
}

/** A time between two of something, such as 30m or 6h; in seconds, and 0 for `off`. */
export function interval() {
  return value("off, or a time from 10s to 30d such as 30m, 6h or 1d", (given) => {
    if (given === "off") return 0;
    const [, count, unit] = /^(\d{1,7})([smhd])$/.exec(given) ?? [];
    const seconds = Number(count) * (unitSeconds[unit ?? ""] ?? Number.NaN);
    return within(seconds, 10, 30 * 86_400);
  });
}

/** A folder of the machine that the Docker engine runs on. */
export function folder() {
  return value("the absolute path of a folder", (given) =>
    /^(\/[^/\p{Cc}:,]+)+$/u.test(given) && !given.split("/").includes("..") ? given : undefined,
  );
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A path, which may have blanks in it but not around it. */
export function filePath() {
  return value("the path of a file", (given) =>
    given !== "" && given.trim() === given && !/\p{Cc}/u.test(given) ? given : undefined,
  );
}

function isNetwork(given: string): boolean {
  const [, address = "", bits = "0"] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(given) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}

function within(parsed: number, min: number, max: number): number | undefined {
  return parsed >= min && parsed <= max ? parsed : undefined;
}

function value<Value>(description: string, parse: (given: string) => Value | undefined, show = true) {
  return z.string().transform((given, context): Value => {
    const parsed = parse(given);
    if (parsed !== undefined) return parsed;
    const shown = show ? `, not "${given}"` : ", without blanks";
    context.addIssue({ code: "custom", message: `must be ${description}${shown}` });
    return z.NEVER;
  });
}
