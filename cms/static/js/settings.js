/* The settings, at once. profiles/look.py reads the same cookie; without this the form is sent, and does the same. */
const NAMES = ["calm", "text", "space", "font", "colours"];
const root = document.documentElement;

function show(said) {
  for (const name of NAMES) {
    if (said[name]) root.dataset[name] = said[name];
    else delete root.dataset[name];
    for (const input of document.querySelectorAll(`[data-look] [name=${name}]`)) input.checked = input.value === (said[name] ?? "");
  }
}

function keep(said) {
  const value = NAMES.filter((name) => said[name]).map((name) => `${name}:${said[name]}`).join(".");
  const age = root.dataset.keep ? "" : ";max-age=31536000";
  document.cookie = `look=${value};path=/;samesite=lax${age}${location.protocol === "https:" ? ";secure" : ""}`;
  show(said);
}

// A page that was kept, or that Back shows, may be older than what was chosen.
window.addEventListener("pageshow", () => {
  const held = document.cookie.match(/(?:^|; )look=([^;]*)/);
  if (held) show(Object.fromEntries(held[1].split(".").map((part) => part.split(":"))));
});

for (const form of document.querySelectorAll("[data-look]")) {
  form.addEventListener("change", () => keep(Object.fromEntries(new FormData(form))));
}

const panel = document.querySelector("[data-panel]");
panel?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  panel.open = false;
  panel.querySelector("summary").focus();
});
