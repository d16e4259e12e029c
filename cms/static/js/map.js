/* The things of the page on a map, when somebody asks. Nothing comes from another site. */
const by = (id) => document.getElementById(id);
const button = by("map-button");
const part = by("map");
const make = (name, more) => Object.assign(document.createElement(name), more);
let drawn;

async function draw() {
  const { places, names, rings, bounds, zoom, tiles } = JSON.parse(by("map-data").textContent);
  await Promise.all([
    import(part.dataset.script),
    new Promise((onload, onerror) =>
      document.head.append(make("link", { rel: "stylesheet", href: part.dataset.style, onload, onerror }))),
  ]);
  Object.assign(L.Control.Zoom.prototype.options, zoom);
  const map = L.map("map-box", { zoomAnimation: false, fadeAnimation: false, attributionControl: false });
  const mark = (at, className, html, more) =>
    L.marker(at, { icon: L.divIcon({ className, html, iconSize: null }), ...more }).addTo(map);
  map.fitBounds(bounds, { maxZoom: 14 });
  if (tiles) L.tileLayer(tiles).addTo(map);
  for (const [at, radius] of rings) L.circle(at, { radius, className: "map__ring", interactive: false }).addTo(map);
  for (const [at, textContent, kind] of names) {
    mark(at, `map__name ${kind}`, make("span", { textContent }), { interactive: false, keyboard: false, pane: "shadowPane" });
  }
  for (const { at, kind, near, name, where, things } of places) {
    const symbol = document.querySelector(`.card[data-kind="${kind}"] .symbol`).cloneNode(true);
    const pin = mark(at, `map__pin ${near}`, symbol);
    const box = pin.getElement();
    box.dataset.kind = kind;
    box.ariaLabel = name;
    const said = make("div");
    said.append(...things.map(([textContent, href]) => make("a", { textContent, href })), make("p", { textContent: where }));
    said.onkeydown = ({ key }) => void (key === "Escape" && pin.closePopup());
    pin.bindPopup(said, { closeButton: false });
    pin.on("popupopen", () => said.firstChild.focus()).on("popupclose", () => box.focus());
  }
}

button.ariaExpanded = "false";
button.onclick = () => {
  part.hidden = !part.hidden;
  button.ariaExpanded = String(!part.hidden);
  drawn ??= draw().catch(() => part.classList.add("map--trouble"));
};
