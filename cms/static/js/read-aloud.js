/* Reads a page out by sentences, never by itself. With no voice it is not seen. */

const box = document.querySelector("[data-read-aloud]");
const [listen, slower] = box.children;
const speech = window.speechSynthesis;
// Answers that screen readers are told elsewhere are read all the same.
const SILENT = "form,.btn,.visually-hidden,[aria-hidden=true]:not([data-said]),details:not([open])>:not(summary)";
let said, marked, at, sentences, rate = 1;

/** A voice of the device: others send what they read to somebody. */
function voice({ lang } = document.documentElement) {
  const own = speech.getVoices().filter((one) => one.localService && one.lang.startsWith(lang.slice(0, 2)));
  return own.find((one) => one.default) ?? own[0];
}

const show = () => box.classList.toggle("has-voice", !!voice());

/** The sentences that are seen. */
function find() {
  const blocks = [];
  const texts = document.createTreeWalker(box.closest("[data-read]"), NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode()); ) {
    const parent = node.parentElement;
    const block = parent.closest("p,li,dt,dd,h1,h2,h3,summary");
    if (!block || parent.closest(SILENT) || !parent.getClientRects().length) continue;
    if (blocks.at(-1)?.[0] !== block) blocks.push([block]);
    blocks.at(-1).push(node);
  }
  return blocks.flatMap(([block, ...nodes]) => {
    const whole = nodes.map(({ data }) => data).join("");
    return [...whole.matchAll(/\S.*?([.!?؟](?=\s)|(?=\s*$))/gs)].map(({ 0: words, index }) => {
      const range = new Range();
      range.setStart(...place(nodes, index));
      range.setEnd(...place(nodes, index + words.length));
      return { block, range, words };
    });
  });
}

const place = ([node, ...others], letter) =>
  others.length && letter > node.length ? place(others, letter - node.length) : [node, letter];

function mark({ block, range } = {}) {
  marked?.classList.remove("is-read");
  CSS.highlights?.delete("read");
  marked = block;
  if (!block) return;
  CSS.highlights?.set("read", new Highlight(range));
  block.classList.add("is-read");
  block.scrollIntoView({ block: "nearest" });
}

function say() {
  mark(sentences[at]);
  if (!sentences[at]) return read(false);
  const now = (said = new SpeechSynthesisUtterance(sentences[at].words));
  now.voice = voice(marked.closest("[lang]")) ?? voice();
  now.rate = rate;
  now.onend = () => now === said && say(at++);
  now.onerror = () => now === said && read(false);
  speech.speak(now);
}

function hush() {
  said = null;
  speech.cancel();
}

const swap = (button, other) => [...button.children].forEach((words, place) => (words.hidden = place != other));

function read(on) {
  hush();
  swap(listen, on);
  slower.hidden = !on;
  mark();
  if (!on) return;
  sentences = find();
  say((at = 0));
}

if (speech) {
  show();
  speech.onvoiceschanged = show;
  listen.onclick = () => read(!said);
  slower.onclick = () => {
    hush();
    swap(slower, rate === 1);
    rate = 1.7 - rate;
    setTimeout(() => slower.hidden || say(), 60);
  };
  addEventListener("keydown", ({ key }) => key === "Escape" && read(false));
  addEventListener("pagehide", () => read(false));
}
