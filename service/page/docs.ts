import { escapeHtml } from "./escape.ts";
import { renderPage } from "./layout.ts";

/** As much of an OpenAPI document as the page shows. */
interface Document {
  readonly info: { readonly title: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, { readonly description?: string } & Partial<Body>>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly required?: boolean;
}

interface Body {
  readonly content: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  readonly required?: readonly string[];
}

const keyNames: Readonly<Record<string, string>> = {
  ownerKey: "the owner key",
  readKey: "the read key",
  hitKey: "the hit key",
};

/** An OpenAPI document for people. */
export function renderDocs({ info, paths }: Document): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? "More");
  const sections = [...groups].map(
    ([tag, members]) =>
      `<h2>${escapeHtml(tag)}</h2>\n${members.map((member) => renderOperation(member)).join("\n")}`,
  );
  return renderPage(
    `API – ${escapeHtml(info.title)}`,
    `<h1>The API of ${escapeHtml(info.title)}</h1>
${renderText(info.description)}
<p>For programs: <a href="/openapi.json">openapi.json</a>.</p>
${sections.join("\n")}`,
  );
}

function renderOperation(args: { method: string; path: string; operation: Operation }): string {
  const { method, path, operation } = args;
  const { summary, description, security = [], parameters = [], requestBody, responses } = operation;
  return `<section>
<h3>${escapeHtml(summary ?? path)}</h3>
<pre><code>${method.toUpperCase()} ${escapeHtml(path)}</code></pre>
${renderText(description)}
${renderKeys(security)}
${renderList("Takes", [...parameters.map(renderParameter), ...renderBody(requestBody)])}
${renderList("Answers", Object.entries(responses).map(renderResponse))}
</section>`;
}

function renderKeys(security: NonNullable<Operation["security"]>): string {
  const names = security.flatMap((scheme) => Object.keys(scheme)).map((name) => keyNames[name] ?? name);
  if (names.length === 0 || security.some((scheme) => Object.keys(scheme).length === 0)) return "";
  return `<p>Needs <code>Authorization: Bearer</code> with ${escapeHtml(names.join(" or "))}.</p>`;
}

function renderParameter({ name, in: place, description, required }: Parameter): string {
  const need = required ? "" : ", optional";
  return `<li><code>${escapeHtml(name)}</code> (${escapeHtml(place)}${need}) ${renderInline(description)}</li>`;
}

function renderBody(body: Body | undefined): string[] {
  return Object.entries(body?.content ?? {}).flatMap(([type, { schema = {} }]) => [
    `<li>a body of <code>${escapeHtml(type)}</code></li>`,
    ...Object.entries(schema.properties ?? {}).map(([name, { description }]) =>
      renderParameter({
        name,
        in: "body",
        ...(description && { description }),
        required: schema.required?.includes(name) ?? false,
      }),
    ),
  ]);
}

function renderResponse([status, { description, content }]: [
  string,
  Operation["responses"][string],
]): string {
  const types = Object.keys(content ?? {}).map((type) => `<code>${escapeHtml(type)}</code>`);
  return `<li><strong>${status}</strong> ${renderInline(description)} ${types.join(", ")}</li>`;
}

function renderList(title: string, items: readonly string[]): string {
  return items.length === 0
    ? ""
    : `<details>\n<summary>${title}</summary>\n<ul>\n${items.join("\n")}\n</ul>\n</details>`;
}

function renderText(text = ""): string {
  return text === ""
    ? ""
    : text
        .split("\n\n")
        .map((part) => `<p>${renderInline(part)}</p>`)
        .join("\n");
}

/** Of Markdown, only what is between backticks. */
function renderInline(text = ""): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}
