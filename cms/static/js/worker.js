/* Pages that this device may keep open without a network. cms/site_files.py says first: VERSION, SHELL, OFFLINE, STATIC. */
const PAGES = "pages";
const TWO_WEEKS = 14 * 24 * 60 * 60 * 1000;
const path = (address) => new URL(address).pathname;
const tooOld = (page) => Date.now() - Date.parse(page.headers.get("date")) > TWO_WEEKS;
// A kept page may ask for a style sheet of an older version: without the mark of its version it is the same one.
const bare = (address) => path(address).replace(/\.[0-9a-f]{12}\./, ".");

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(VERSION).then((shell) => shell.addAll(SHELL)));
});

self.addEventListener("activate", (event) => event.waitUntil(tidy()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const place = path(request.url);
  if (new URL(request.url).origin !== location.origin || place.startsWith("/admin/")) return;
  if (request.mode === "navigate" || request.method === "POST") event.respondWith(page(event));
  else if (place.startsWith(STATIC)) event.respondWith(file(event));
});

/** Drop the shells of other versions, and pages that nobody opened for two weeks. */
async function tidy() {
  for (const name of await caches.keys()) {
    if (name !== PAGES && name !== VERSION) await caches.delete(name);
  }
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    if (tooOld(await pages.match(request))) await pages.delete(request);
  }
}

/** A page from the network, and kept if it may be; without a network the one that was kept. What was sent is never lost. */
async function page(event) {
  const { request } = event;
  try {
    const answer = await fetch(request);
    if (answer.ok || answer.status === 404) event.waitUntil(keep(answer.clone()));
    return answer;
  } catch {
    if (request.mode !== "navigate") return Response.error();
    if (request.method === "GET") return (await kept(request.url)) ?? caches.match(OFFLINE);
    // "No content" leaves the person on the page with all that they typed; the page tells them (site.js).
    for (const tab of await clients.matchAll()) if (tab.focused) tab.postMessage("not sent");
    return new Response(null, { status: 204 });
  }
}

/** Keep a page that says it may be, and drop one that no longer does. */
async function keep(answer) {
  const pages = await caches.open(PAGES);
  if (answer.headers.has("Works-Offline")) {
    await pages.put(path(answer.url), new Response(await answer.blob(), { headers: answer.headers }));
  } else {
    await pages.delete(path(answer.url));
  }
  await tidy();
}

/** The page as it was kept; it then says when that was. */
async function kept(address) {
  const found = await (await caches.open(PAGES)).match(path(address), { ignoreVary: true });
  if (!found || tooOld(found)) return undefined;
  return new Response((await found.text()).replace("data-kept hidden", "data-kept"), { headers: found.headers });
}

async function file(event) {
  const shell = await caches.open(VERSION);
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(shell.put(event.request, answer.clone()));
    return answer;
  } catch {
    const wanted = bare(event.request.url);
    const near = (await shell.keys()).find((request) => bare(request.url) === wanted);
    return near ? shell.match(near, { ignoreVary: true }) : Response.error();
  }
}
