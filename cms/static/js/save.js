/* Save and unsave without leaving the page. The form is an ordinary form: without this it posts, and comes back here. */

const sprite = document.querySelector(".wordmark use")?.getAttribute("href").split("#")[0];

/** Show a save form, and every other one of the same thing, as saved or not. */
function show(form, saved) {
  for (const twin of document.querySelectorAll(`form[data-save="${CSS.escape(form.dataset.save)}"]`)) {
    twin.dataset.saved = String(saved);
    twin.querySelector("button").classList.toggle("btn--saved", saved);
    twin.querySelector("use").setAttribute("href", `${sprite}#${saved ? "saved" : "save"}`);
    twin.querySelector("[data-save-word]").textContent = saved ? "Saved" : "Save";
    twin.querySelector("[name=saved]").value = saved ? "" : "on";
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
    const saved = form.dataset.saved !== "true";
    try {
      const answer = await fetch(form.action, { method: "post", body: new FormData(form), redirect: "follow" });
      if (!answer.ok) throw new Error(String(answer.status));
      show(form, saved);
      say(saved ? "Saved to my list" : "Taken off my list");
    } catch {
      form.dataset.plain = "true";
      form.requestSubmit();
    }
  }, { capture: true });
}
