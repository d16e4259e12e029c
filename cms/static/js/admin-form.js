/* The form of a listing: counts what is answered, hides what is not asked, and fetches the help as one writes. */
const form = document.querySelector(".whole-form")?.closest("form");
const all = (where, what) => [...where.querySelectorAll(what)];

/* Answered: something is typed, chosen or ticked, and it is not "not sure". */
const answered = (question) =>
  all(question, "input, select, textarea").some((field) =>
    !field.closest(".access-question__note, .comment") &&
    (["radio", "checkbox"].includes(field.type) ? field.checked : field.type !== "search") &&
    !["", "unknown", "not_sure"].includes(field.value));

function count() {
  for (const part of all(form, "[data-part]")) {
    const said = part.querySelector(":scope > summary [data-count]");
    if (!said) continue;
    const asked = all(part, "[data-counts]").filter((question) => !question.hidden && !question.closest("[hidden]"));
    const done = asked.filter(answered).length;
    said.textContent = said.dataset.count.replace("ANSWERED", done).replace("ASKED", asked.length);
    said.toggleAttribute("data-done", done === asked.length);
  }
}

function hide() {
  const online = form.elements.format?.value === "online";
  for (const question of all(form, "[data-at-a-place]")) question.hidden = online;
  for (const question of all(form, "[data-only-if]")) {
    const [name, wanted] = question.dataset.onlyIf.split("=");
    question.hidden = form.elements[name]?.value !== wanted && !answered(question);
  }
}

/* Opens all that hides a question, and goes there. */
function show(id) {
  const question = document.getElementById(id);
  if (!question) return;
  for (let fold = question.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  question.scrollIntoView({ block: "start" });
  const first = all(question, "input, select, textarea, button, summary").find((field) => field.offsetParent && field.type !== "hidden");
  first?.focus({ preventScroll: true });
}

let waits, asks;
async function help() {
  const panel = document.getElementById("live-help");
  asks?.abort();
  asks = new AbortController();
  try {
    const answer = await fetch(panel.dataset.address, { method: "POST", body: text(), signal: asks.signal });
    if (!answer.ok) return;
    panel.querySelector("[data-live-help]").outerHTML = await answer.text();
  } catch { /* It stays as it was; it is help, and nothing hangs on it. */ }
}
/* A form's files are not sent: nothing of the help is about them. */
function text() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

/* A preview is of what is in the form now. The window opens at once, or the browser would take it for an advertisement. */
async function preview(link, address) {
  const opened = window.open("about:blank", link.target, innerWidth > 600 ? "popup,width=390,height=844" : "");
  try {
    await fetch(address, { method: "POST", body: text() });
  } finally {
    opened.location = link.href;
  }
}

/* Which folds are open, so that a page that is drawn anew looks as it did. */
const KEPT = "open-parts";
const keep = () => sessionStorage.setItem(KEPT, JSON.stringify(all(form, "[data-part][open]").map(({ id }) => id)));
function reopen() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  for (const id of kept ?? []) document.getElementById(id)?.setAttribute("open", "");
  return kept;
}

if (form?.querySelector("#live-help")) {
  const changed = () => {
    hide();
    count();
    clearTimeout(waits);
    waits = setTimeout(help, 900);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", keep);
  /* Wagtail keeps what is written, but takes what is there 2 seconds after the page came for what was there before. */
  let early = false;
  form.addEventListener("input", () => (early = true), { once: true });
  form.addEventListener("w-unsaved:watch-edits", () => early && (form.dataset.wUnsavedForceValue = "true"), { once: true });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const previews = link?.closest("[data-preview]");
    if (previews) {
      event.preventDefault();
      preview(link, previews.dataset.preview);
    } else if (link?.hash && link.closest("#live-help")) {
      event.preventDefault();
      show(link.hash.slice(1));
    }
    const next = event.target.closest("[data-next]");
    if (next) {
      next.closest("[data-part]").open = false;
      const part = document.getElementById(next.dataset.next);
      part.open = true;
      part.scrollIntoView({ block: "start" });
      part.querySelector("summary").focus({ preventScroll: true });
    }
  });
  for (const button of all(form, "[data-next]")) button.hidden = false;
  hide();
  count();
  reopen();
} else if (form) {
  form.addEventListener("input", count);
  form.addEventListener("change", count);
}
