/* Pages that a device keeps, to open them without a network. cms/site_files.py says VERSION, SHELL, OFFLINE and STATIC first. */
const PAGES = "pages";
const TWO_WEEKS = 14 * 24 * 60 * 60 * 1000;
const path = (address) => new URL(address).pathname;
const tooOld = (page) => Date.now() - Date.parse(page.headers.get("date")) > TWO_WEEKS;
// A kept page asks for a style sheet by the mark of its own day: without the mark it is the same one.
const bare = (address) => path(address).replace(/\.[0-9a-f]{12}\./, ".");

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(VERSION).then((shell) => shell.addAll(SHELL)));
});

addEventListener("activate", (event) => event.waitUntil(tidy()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || pathname.startsWith("/admin/")) return;
  if (request.mode === "navigate" || request.method === "POST") event.respondWith(page(event));
  else if (pathname.startsWith(STATIC)) event.respondWith(file(event));
});

/** Drop the files of other versions, and pages of more than two weeks ago. */
async function tidy() {
  for (const name of await caches.keys()) {
    if (name !== PAGES && name !== VERSION) await caches.delete(name);
  }
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    if (tooOld(await pages.match(request))) await pages.delete(request);
  }
}

/** A page from the network; without one, as it was kept. */
async function page(event) {
  const { request } = event;
  try {
    const answer = await fetch(request);
    if (answer.ok || answer.status === 404) event.waitUntil(keep(answer.clone()));
    return answer;
  } catch {
    if (request.mode !== "navigate") return Response.error();
    if (request.method === "GET") return (await kept(request.url)) ?? caches.match(OFFLINE);
    // "No content" leaves them where they are, with all that they typed. site.js says so.
    for (const tab of await clients.matchAll()) if (tab.focused) tab.postMessage("");
    return new Response(null, { status: 204 });
  }
}

/** Keep a page that says it may be (profiles/offline.py); drop one that no longer does. */
async function keep(answer) {
  const pages = await caches.open(PAGES);
  const { headers, url } = answer;
  if (headers.has("Works-Offline")) await pages.put(path(url), new Response(await answer.blob(), { headers }));
  else await pages.delete(path(url));
  await tidy();
}

/** The page as it was kept. It says when that was. */
async function kept(address) {
  const found = await (await caches.open(PAGES)).match(path(address), { ignoreVary: true });
  if (!found || tooOld(found)) return undefined;
  return new Response((await found.text()).replace("data-kept hidden", "data-kept"), { headers: found.headers });
}

async function file({ request }) {
  const files = await caches.open(VERSION);
  try {
    const answer = await fetch(request);
    if (answer.ok) await files.put(request, answer.clone());
    return answer;
  } catch {
    const near = (await files.keys()).find(({ url }) => bare(url) === bare(request.url));
    return near ? files.match(near, { ignoreVary: true }) : Response.error();
  }
}
