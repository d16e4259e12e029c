/* A choice shows at once, and holds. Without this the form sets the same cookie (profiles/look.py). */
const NAMES = ["calm", "text", "space", "font", "colours"];
const root = document.documentElement;
const panel = document.querySelector("details.settings");

function show(said) {
  for (const name of NAMES) {
    const value = said[name] ?? "";
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    for (const input of document.querySelectorAll(`[data-look] [name=${name}]`)) input.checked = input.value === value;
  }
}

for (const form of document.querySelectorAll("[data-look]")) {
  form.addEventListener("change", () => {
    const said = Object.fromEntries(new FormData(form));
    const look = NAMES.filter((name) => said[name]).map((name) => `${name}:${said[name]}`).join(".");
    document.cookie = `look=${look};path=/;samesite=lax${root.dataset.keep ? "" : ";max-age=31536000"}`;
    show(said);
  });
}

// What Back shows, or was kept, may be older than the choice.
addEventListener("pageshow", () => {
  const look = document.cookie.match(/\blook=([^;]*)/);
  if (look) show(Object.fromEntries(look[1].split(".").map((one) => one.split(":"))));
});

addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !panel?.open) return;
  if (panel.contains(document.activeElement)) panel.firstElementChild.focus();
  panel.open = false;
});
