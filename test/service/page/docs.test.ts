import { expect } from "chai";
import { renderDocs } from "../../../service/page/docs.ts";
import { createTestApp } from "../test-app.ts";

describe("GET /docs", () => {
  it("shows every operation of the document", async () => {
    const { ask } = createTestApp();
    const { status, headers, text } = await ask.get("/docs");
    expect([status, headers["content-type"]]).to.deep.equal([200, "text/html; charset=utf-8"]);
    const { paths } = (await ask.get("/openapi.json")).body;
    for (const [path, operations] of Object.entries<object>(paths)) {
      for (const method of Object.keys(operations)) {
        expect(text).to.contain(`<code>${method.toUpperCase()} ${path}</code>`);
      }
    }
  });

  it("has nothing that its policy forbids, and nothing from another host", async () => {
    const { text } = await createTestApp().ask.get("/docs");
    expect(text).not.to.match(/<script|style=|\son\w+=|src=|href="(?!data:|\/)/);
  });
});

describe("renderDocs", () => {
  it("escapes what the document says", () => {
    const hostile = '<img src=x onerror="alert(1)">';
    const page = renderDocs({
      info: { title: hostile, description: hostile },
      paths: {
        [`/${hostile}`]: {
          get: {
            summary: hostile,
            description: hostile,
            tags: [hostile],
            parameters: [{ name: hostile, in: hostile, description: hostile }],
            requestBody: { content: { [hostile]: {} } },
            responses: { 200: { description: hostile, content: { [hostile]: {} } } },
          },
        },
      },
    });
    expect(page).not.to.contain("<img");
    expect(page.match(/&lt;img/g)).to.have.length.above(9);
  });

  it("shows what is between backticks as code", () => {
    const page = renderDocs({ info: { title: "t", description: "reads `exact`" }, paths: {} });
    expect(page).to.contain("<p>reads <code>exact</code></p>");
  });
});
