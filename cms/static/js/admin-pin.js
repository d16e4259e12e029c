/* The pin of a listing: on a map of our own, dragged or moved with the arrow keys. The two numbers hold it. */
const pin = document.querySelector("[data-pin]");
const by = (id) => document.getElementById(id);

if (pin) {
  const form = pin.closest("form");
  const words = JSON.parse(by("pin-data").textContent);
  const [lat, lng, postcode, placedFor] = ["lat", "lng", "postcode", "placed_for"].map((name) => form.elements[name]);
  const box = by("pin-map"), said = by("pin-said"), actions = pin.querySelector("[data-pin-actions]");
  const streets = pin.querySelector("[data-pin-streets]");
  const STEP = 0.00009; // degrees north for about 10 metres
  const CLOSE = words.tiles ? 16 : 13; // with no streets to see, the districts around say where one is
  const close = (text) => text.toUpperCase().replace(/\s/g, "");
  let map, mark, names, looked = "";

  const point = () => (lat.value && lng.value ? [Number(lat.value), Number(lng.value)] : undefined);

  /* What a script writes into a field does not say so by itself. */
  function put([north, east]) {
    lat.value = north.toFixed(5);
    lng.value = east.toFixed(5);
    placedFor.value = postcode.value;
    lat.dispatchEvent(new Event("input", { bubbles: true }));
    lat.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function byHand(at) {
    put(at);
    said.textContent = words.moved;
    draw();
  }

  async function look(moves) {
    const asked = postcode.value;
    if (!asked.trim()) return;
    looked = close(asked);
    const answer = await fetch(`${pin.dataset.where}?postcode=${encodeURIComponent(asked)}`);
    if (!answer.headers.get("content-type")?.includes("json") || close(postcode.value) !== close(asked)) return;
    const found = await answer.json();
    if (!answer.ok) {
      said.textContent = found.error;
      return;
    }
    names = found.names;
    if (moves) {
      put([found.lat, found.lng]);
      said.textContent = found.said;
      draw([found.lat, found.lng]);
    }
  }

  async function leaflet() {
    if (window.L) return;
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: pin.dataset.style });
    await Promise.all([
      import(pin.dataset.script),
      new Promise((onload, onerror) => document.head.append(Object.assign(style, { onload, onerror }))),
    ]);
  }

  async function draw(middle) {
    const at = point();
    actions.hidden = box.hidden = false; // the map has its place before it is drawn, so that nothing below it moves
    streets.hidden = !at;
    if (at) streets.href = streets.dataset.pinStreets + at.join("/");
    if (!at || !pin.offsetParent) return;
    await leaflet();
    if (!map) {
      map = L.map(box, { zoomAnimation: false, fadeAnimation: false, attributionControl: Boolean(words.tiles), zoomControl: false, maxBounds: words.limits });
      L.control.zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
      if (words.tiles) L.tileLayer(words.tiles, { attribution: words.attribution }).addTo(map);
      L.control.scale({ imperial: false }).addTo(map);
      map.setView(at, CLOSE);
      if (!names) await look(false);
      mark = L.marker(at, { draggable: true, icon: L.divIcon({ className: "pin__mark", iconSize: null, html: "" }) }).addTo(map);
      const element = mark.getElement();
      element.ariaLabel = words.label;
      mark.on("dragend", () => byHand([mark.getLatLng().lat, mark.getLatLng().lng]));
      element.addEventListener("keydown", (event) => {
        const ways = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
        if (!ways) return;
        event.preventDefault();
        event.stopPropagation();
        const { lat: north, lng: east } = mark.getLatLng();
        byHand([north + ways[0] * STEP, east + (ways[1] * STEP) / Math.cos((north * Math.PI) / 180)]);
      });
    }
    for (const [north, east, html] of names ?? []) {
      L.marker([north, east], { icon: L.divIcon({ className: "pin__name", html, iconSize: null }), interactive: false, keyboard: false }).addTo(map);
    }
    names = [];
    mark.setLatLng(at);
    map.invalidateSize();
    if (middle || !map.getBounds().contains(at)) map.setView(at, CLOSE);
  }

  postcode.addEventListener("change", () => close(postcode.value) !== close(placedFor.value) && look(true));
  for (const field of [lat, lng]) {
    field.addEventListener("change", (event) => {
      if (!event.isTrusted) return;
      placedFor.value = postcode.value;
      draw();
    });
  }
  pin.querySelector("[data-pin-back]").onclick = () => look(true);
  pin.querySelector("[data-pin-here]").onclick = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => byHand([coords.latitude, coords.longitude]),
      () => void (said.textContent = words.nowhere),
      { enableHighAccuracy: true },
    );
  pin.closest("[data-part]").addEventListener("toggle", () => draw());
  draw();
}
