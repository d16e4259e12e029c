/* What makes the pages nicer where JavaScript runs. Everything works without it. */
import { saveWithoutLeaving } from "./save.js";

// Someone who hears the page is taken to what needs fixing; so is everybody else.
document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// Printing a folded answer would lose it.
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("main details:not([open])")) {
    fold.open = true;
    fold.dataset.wasFolded = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-was-folded]")) {
    fold.open = false;
    delete fold.dataset.wasFolded;
  }
});

// A passkey that fails says so (the event is django-allauth's).
document.addEventListener("allauth.error", () => {
  const trouble = document.getElementById("key-trouble");
  if (trouble) trouble.hidden = false;
});

// A form is sent once, however often its button is pressed. Without a network it is not sent, and the page says so.
const sendable = () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
};
const notSent = () => {
  sendable();
  const note = document.getElementById("not-sent");
  note.hidden = false;
  note.focus();
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent || !navigator.onLine) event.preventDefault();
  form.dataset.sent = "true";
  if (!navigator.onLine) notSent();
});
addEventListener("pageshow", sendable);

// Pages that this device keeps (worker.js): none where others use it, none once somebody said to forget.
if (document.documentElement.dataset.keep) window.caches?.delete("pages");
navigator.serviceWorker?.register("/sw.js").catch(() => {});
navigator.serviceWorker?.addEventListener("message", notSent);

saveWithoutLeaving();
