// Draws the flows of a table as Sankey diagrams. Comfort only: the table beneath says the same.
(() => {
  "use strict";

  const COLOURS = { outbound: "#256ef4", inbound: "#228738" };
  const SHOWN = 24;

  // Letters of Hangul and kana are twice as wide as Latin ones.
  const short = (text, most) => {
    let width = 0;
    const end = [...text].findIndex((letter) => (width += letter.charCodeAt(0) > 0x2e80 ? 2 : 1) > most);
    return end < 0 ? text : `${[...text].slice(0, end).join("")}…`;
  };

  // Two ends of the same name would be one node, and a loop: ends abroad carry a mark that is not drawn.
  const abroad = (name) => `${name}\u200b`;

  const links = (box, way) => {
    const rows = [...document.querySelectorAll(`[data-flow="${way}"]`)].filter((row) => box.parentElement.contains(row));
    return rows.slice(0, SHOWN).map(({ dataset }) => {
      const ends = [dataset.from, abroad(dataset.to)];
      const [source, target] = way === "outbound" ? ends : ends.reverse();
      return { source, target, value: Number(dataset.value) };
    });
  };

  const draw = (box, way) => {
    const flows = links(box, way);
    if (!flows.length) return;
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    const place = document.createElement("div");
    caption.textContent = box.dataset[way];
    place.className = "flow-chart";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", `${box.dataset[way]}: ${flows.map((f) => `${f.source} – ${f.target} ${f.value}`).join(", ")}`);
    figure.append(caption, place);
    box.append(figure);
    const narrow = place.clientWidth < 480;
    const names = [...new Set(flows.flatMap((flow) => [flow.source, flow.target]))];
    const most = Math.max(...["source", "target"].map((end) => new Set(flows.map((flow) => flow[end])).size));
    const chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      tooltip: { trigger: "item", renderMode: "richText", confine: true },
      series: [{
        type: "sankey", data: names.map((name) => ({ name })), links: flows, draggable: false,
        left: 4, right: narrow ? 96 : 150, top: 8, bottom: 8, nodeGap: most > 10 ? 13 : 6, nodeWidth: 12,
        emphasis: { focus: "adjacency" },
        itemStyle: { color: COLOURS[way], borderWidth: 0 },
        lineStyle: { color: COLOURS[way], opacity: 0.22, curveness: 0.5 },
        label: {
          color: "#1e2124", fontSize: narrow ? 11 : 13,
          formatter: ({ name }) => short(name, narrow ? 14 : 22),
        },
      }],
    });
    new ResizeObserver(() => chart.resize()).observe(place);
  };

  const prepare = (root) => {
    if (!window.echarts) return;
    for (const box of root.querySelectorAll("[data-sankey]:empty")) ["outbound", "inbound"].forEach((way) => draw(box, way));
  };

  prepare(document);
  document.addEventListener("htmx:afterSettle", () => prepare(document));
})();
