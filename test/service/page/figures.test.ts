import { expect } from "chai";
import { renderFigures } from "../../../service/page/figures.ts";

describe("renderFigures", () => {
  it("groups digits for people and keeps them plain for machines", () => {
    const html = renderFigures([{ id: "visits", label: "Visits", value: 9_007_199_254_740_993n }]);
    expect(html).to.contain("<dt>Visits</dt>");
    expect(html).to.contain(
      '<data id="visits" value="9007199254740993">9,<wbr>007,<wbr>199,<wbr>254,<wbr>740,<wbr>993</data>',
    );
  });

  it("breaks no number that fits", () => {
    const html = renderFigures([{ id: "visits", label: "Visits", value: 123_456_789_012n }]);
    expect(html).to.contain(">123,456,789,012<");
  });

  it("shows a dash for what nobody knows", () => {
    expect(renderFigures([{ id: "votes", label: "Votes", value: undefined }])).to.contain(
      '<dd><span id="votes">–</span></dd>',
    );
  });
});
