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

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "true";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

saveWithoutLeaving();
