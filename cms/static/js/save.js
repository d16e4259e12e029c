/* Save and unsave without leaving the page. The form is an ordinary form: without this it posts, and comes back here. */

/** Show a save form, and every other one of the same thing, as saved or not. */
function show(form, saved) {
  for (const twin of document.querySelectorAll(`form[data-save="${CSS.escape(form.dataset.save)}"]`)) {
    twin.querySelector("button").classList.toggle("btn--saved", saved);
    for (const part of twin.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "on") !== saved;
    twin.elements.saved.value = saved ? "" : "on";
  }
}

/** Say in words what happened, for those who do not see the button change. */
function say(words) {
  let status = document.getElementById("save-status");
  if (!status) {
    status = document.createElement("p");
    status.id = "save-status";
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  status.textContent = words;
}

/** A form marked data-save="ID" is sent in the background; if that fails it is sent as any form is. */
export function saveWithoutLeaving() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.save || form.dataset.plain) return;
    event.preventDefault();
    const saved = form.elements.saved.value === "on";
    try {
      const answer = await fetch(form.action, { method: "post", body: new FormData(form), redirect: "follow" });
      if (!answer.ok) throw new Error(String(answer.status));
      show(form, saved);
      say(saved ? form.dataset.saidOn : form.dataset.saidOff);
    } catch {
      form.dataset.plain = "true";
      form.requestSubmit();
    }
  }, { capture: true });
}
