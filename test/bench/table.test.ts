import { expect } from "chai";
import { renderTable } from "./table.ts";

describe("renderTable", () => {
  it("aligns the columns of a Markdown table, numbers to the right", () => {
    const table = renderTable(
      ["update", "s"],
      [
        ["new release", "8.10"],
        ["none", "12.00"],
      ],
    );
    expect(table.split("\n")).to.deep.equal([
      "| update      |     s |",
      "| ----------- | ----: |",
      "| new release |  8.10 |",
      "| none        | 12.00 |",
    ]);
  });
});
