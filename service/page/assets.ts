import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** A file for browsers, held in memory. */
export interface Asset {
  /** The path that means this content and never another. */
  readonly path: string;
  readonly type: "css" | "js";
  readonly hash: string;
  readonly body: Buffer;
  readonly gzipped: Buffer;
}

const client = new URL("client/", import.meta.url);
const chartLibrary = new URL("./", import.meta.resolve("uplot"));
const loaded = new Map<string, Asset>();

const styles = ["base", "figures", "voting", "history", "badge", "docs"].map((name) => `${name}.css`);
const style = load(
  "style.css",
  [read(chartLibrary, "uPlot.min.css"), ...styles.map((name) => read(client, name))].join("\n"),
);
const chart = load("uplot.js", read(chartLibrary, "uPlot.iife.min.js"));
const page = loadModule("page.js");
const imported = [...loaded.values()].filter((asset) => ![style, chart, page].includes(asset));

/** The style of every page. */
export const styleLink = `<link rel="stylesheet" href="${style.path}">`;

/** What brings the home page to life; it is complete without. */
export const scripts = [
  ...imported.map(({ path }) => `<link rel="modulepreload" href="${path}">`),
  `<script src="${chart.path}" defer></script>`,
  `<script src="${page.path}" type="module"></script>`,
].join("\n");

/** @param name such as `style.css`, without a hash */
export function findAsset(name: string): Asset | undefined {
  return loaded.get(name);
}

/** A module and, before it, what it imports: the hash of an import is part of the content. */
function loadModule(name: string): Asset {
  const known = loaded.get(name);
  if (known) return known;
  const content = read(client, name).replaceAll(
    /(?<= from ")\.\/([\w-]+\.js)(?=")/g,
    (_, dependency: string) => loadModule(dependency).path,
  );
  return load(name, content);
}

function load(name: string, content: string): Asset {
  const body = Buffer.from(content);
  const hash = createHash("sha256").update(body).digest("base64url").slice(0, 16);
  const [stem = "", type] = name.split(".");
  const asset: Asset = {
    path: `/assets/${stem}.${hash}.${type}`,
    type: type === "css" ? "css" : "js",
    hash,
    body,
    gzipped: gzipSync(body, { level: 9 }),
  };
  loaded.set(name, asset);
  return asset;
}

function read(directory: URL, name: string): string {
  return readFileSync(new URL(name, directory), "utf8");
}
