import { expect } from "chai";
import { renderPage } from "../../../service/page/layout.ts";

describe("renderPage", () => {
  const html = renderPage("Title", "<h1>Content</h1>", '<meta name="robots" content="none">\n');

  it("is a whole document in a language, with a title", () => {
    expect(html).to.match(/^<!doctype html>\n<html lang="en">/);
    expect(html).to.contain("<title>Title</title>");
    expect(html).to.match(/<meta name="robots" content="none">\n<\/head>/);
    expect(html).to.match(/<main>.*<h1>Content<\/h1>\n<\/main>/s);
  });

  it("follows the reader's light or dark scheme", () => {
    expect(html).to.contain('<meta name="color-scheme" content="light dark">');
  });

  it("loads its style and nothing else, from where it came from", () => {
    const loaded = [...html.matchAll(/(?:src|href)="(?!data:)([^"]*)"/g)].map(([, url]) => url);
    expect(loaded).to.have.length(1);
    expect(loaded[0]).to.match(/^\/assets\/style\.[\w-]{16}\.css$/);
  });
});
