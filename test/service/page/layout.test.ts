import { expect } from "chai";
import { renderPage } from "../../../service/page/layout.ts";
import { style } from "../../../service/page/style.ts";

describe("renderPage", () => {
  const html = renderPage("Title", "<h1>Content</h1>");

  it("is a whole document in a language, with a title", () => {
    expect(html).to.match(/^<!doctype html>\n<html lang="en">/);
    expect(html).to.contain("<title>Title</title>");
    expect(html).to.match(/<main>.*<h1>Content<\/h1>\n<\/main>/s);
  });

  it("follows the reader's light or dark scheme", () => {
    expect(html).to.contain("color-scheme: light dark");
  });

  it("loads nothing from anywhere", () => {
    expect(
      html.replaceAll(/http:\/\/www\.w3\.org\/2000\/svg|http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg/g, ""),
    ).not.to.match(/https?:|\/\/|url\(|@import/);
  });

  it("has a style that cannot end its element early", () => {
    expect(style).not.to.contain("<");
  });
});
