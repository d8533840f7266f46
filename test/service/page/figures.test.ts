import { expect } from "chai";
import { renderFigures } from "../../../service/page/figures.ts";

describe("renderFigures", () => {
  it("groups digits for people and keeps them plain for machines", () => {
    const html = renderFigures([{ id: "visits", label: "Visits", value: 9_007_199_254_740_993n }]);
    expect(html).to.contain("<dt>Visits</dt>");
    expect(html).to.contain('<data id="visits" value="9007199254740993">9,007,199,254,740,993</data>');
  });

  it("shows a dash for what nobody knows", () => {
    expect(renderFigures([{ id: "votes", label: "Votes", value: undefined }])).to.contain(
      '<dd><span id="votes">–</span></dd>',
    );
  });
});
