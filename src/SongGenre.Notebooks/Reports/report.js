(() => {
  "use strict";
  const { charts: library, diagrams: diagramLibrary } = document.currentScript.dataset;
  const charts = [...document.querySelectorAll("figure.chart")];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const own = (object, key) => object && Object.hasOwn(object, key);

  const loading = {};
  // A page that stands alone carries its library packed.
  const addressOf = async library => {
    const packed = document.getElementById(library);
    if (!packed) return library;
    const bytes = Uint8Array.from(atob(packed.textContent), character => character.charCodeAt(0));
    const plain = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
    return URL.createObjectURL(new Blob([await plain.arrayBuffer()], { type: "text/javascript" }));
  };
  const load = library => loading[library] ??= addressOf(library).then(address => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }));

  // The page's look, where a figure says nothing of its own.
  const theme = () => {
    const style = getComputedStyle(document.body);
    const ink = style.getPropertyValue("--ink").trim(), rule = style.getPropertyValue("--rule").trim();
    const axis = { gridcolor: rule, linecolor: rule, zerolinecolor: rule };
    return {
      layout: {
        paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", xaxis: axis, yaxis: axis,
        margin: { l: 64, r: 24, t: 64, b: 56 },
        modebar: { bgcolor: "rgba(0,0,0,0)", color: style.getPropertyValue("--quiet").trim(), activecolor: style.getPropertyValue("--link").trim() },
        font: { family: style.fontFamily, color: ink, size: 13 },
        colorway: dark.matches
          ? ["#6cb6ff", "#ffb454", "#63d297", "#ff8f88", "#c9a5ff", "#e0b58c", "#f7a1d4", "#b6bcc6", "#d6d45b", "#5fd3dc"]
          : ["#2f6db3", "#d97706", "#2b8a57", "#c8403a", "#7c52b8", "#8c5a3c", "#c2569c", "#6b7280", "#9a9412", "#1692a4"],
      },
    };
  };

  // Where nothing hovers, tools would cover the title for good, and a finger that scrolls the page would zoom the chart.
  const touch = matchMedia("(hover: none)").matches;
  const settings = {
    responsive: true, displaylogo: false, displayModeBar: touch ? false : "hover",
    modeBarButtonsToRemove: ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
  };

  const lines = (text, length) => text.split("<br>").flatMap(line => line.split(" ").reduce((all, word) => {
    const longer = all.length ? all.at(-1) + " " + word : word;
    return all.length && longer.length <= length ? [...all.slice(0, -1), longer] : [...all, word];
  }, []));

  // A narrow chart: titles in more lines, the legend below.
  const fit = (layout, width) => {
    const { title, margin, xaxis } = layout;
    if (title?.text) {
      const before = title.text.split("<br>").length, wrapped = lines(title.text, Math.floor(width / 9.5));
      const more = wrapped.length - before;
      layout.title = { ...title, text: wrapped.join("<br>"), pad: { ...title.pad, t: (title.pad?.t ?? 0) + 8 * more } };
      layout.margin = { ...margin, t: (margin?.t ?? 64) + 22 * more, r: 40 };
    }
    if (xaxis?.title?.text)
      layout.xaxis = { ...xaxis, title: { ...xaxis.title, text: lines(xaxis.title.text, Math.floor(width / 16)).join("<br>") } };
    if (layout.showlegend) layout.legend = { ...layout.legend, orientation: "h", yref: "container", y: 0, yanchor: "bottom", x: 0 };
  };

  // The width in which parallel axes can be told apart.
  const axes = ({ dimensions = [] }) => 130 + 90 * dimensions.length;

  // The width in which the numbers of a matrix don't touch.
  const cells = ({ x = [], text = [] }) => x.length * (10 + 8 * Math.max(2, ...text.flat().map(number => `${number}`.length)));

  const draw = async figure => {
    const plot = figure.querySelector(".plot"), picture = figure.querySelector("img");
    const { data, layout = {}, config = {} } = JSON.parse(figure.querySelector("script").textContent);
    await load(library);
    const ratio = picture?.naturalWidth ? picture.naturalHeight / picture.naturalWidth : 0.6;
    const style = getComputedStyle(figure);
    const room = figure.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    // A width of its own is the widest that a figure wants to be; a narrow page shrinks it, but no matrix below legible cells.
    const least = Math.max(0, ...data.map(trace =>
      trace.type === "heatmap" ? 230 + cells(trace) : trace.type === "parcoords" ? axes(trace) : 0));
    const width = Math.max(least, Math.min(layout.width ?? Infinity, room));
    const height = layout.width && layout.height
      ? Math.round(Math.max(320, layout.height * width / layout.width))
      : layout.height ?? Math.round(Math.min(720, Math.max(340, width * ratio)));
    const drawn = { ...layout, height, autosize: true, ...(touch ? { dragmode: false } : {}) };
    delete drawn.width;
    if (!own(layout, "template")) drawn.template = theme();
    if (layout.width) plot.style.maxWidth = layout.width + "px";
    if (least) plot.style.minWidth = least + "px";
    if (room < 560) fit(drawn, width);
    plot.style.height = height + "px";
    figure.classList.add("live");
    await window.Plotly.react(plot, data, drawn, { ...settings, ...config });
    figure.dataset.state = "drawn";
  };

  const start = figure => draw(figure).catch(error => {
    figure.classList.remove("live"); // The picture remains.
    figure.dataset.state = "failed";
    console.error(error);
  });

  if (library && charts.length) {
    // Charts are drawn shortly before they come into view: a page with many opens as fast as one with few.
    const near = new IntersectionObserver(entries => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        start(target);
      }
    }, { rootMargin: "800px" });
    charts.forEach(figure => near.observe(figure));
    dark.addEventListener("change", () => charts.filter(f => f.dataset.state === "drawn").forEach(start));
  }

  // A diagram's source makes room for its drawing; one that can't be drawn stays, with the reason.
  const drawDiagram = async (source, number) => {
    await load(diagramLibrary);
    window.mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: dark.matches ? "dark" : "neutral" });
    const { svg } = await window.mermaid.render(`diagram-${number}`, source.textContent);
    const drawing = document.createElement("figure");
    drawing.className = "drawing";
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", source.textContent);
    drawing.innerHTML = svg;
    source.parentNode.querySelectorAll(":scope > figure.drawing").forEach(old => old.nextElementSibling === source && old.remove());
    source.before(drawing);
    source.dataset.state = "drawn";
  };

  const drawDiagrams = async () => {
    for (const [number, source] of [...document.querySelectorAll("pre.diagram")].entries()) {
      await drawDiagram(source, number).catch(error => {
        document.getElementById(`ddiagram-${number}`)?.remove();
        source.dataset.state = "failed";
        source.dataset.reason = `This diagram can't be drawn: ${`${error.message ?? error}`.split("\n")[0]}`;
      });
    }
  };
  if (diagramLibrary) {
    drawDiagrams();
    dark.addEventListener("change", drawDiagrams);
  }

  const links = new Map([...document.querySelectorAll(".contents a")].map(a => [decodeURIComponent(a.hash.slice(1)), a]));
  const headings = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
  if (headings.length) {
    const mark = () => {
      const current = headings.findLast(h => h.getBoundingClientRect().top < 120) ?? headings[0];
      links.forEach((a, id) => a.toggleAttribute("aria-current", id === current.id));
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }
})();
