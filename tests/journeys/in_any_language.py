"""A look at a page, in the browser: what sticks out, what is cut off, what lies over something else, and all the words it shows."""

from __future__ import annotations

LOOK = """() => {
  const root = document.documentElement, problems = [], texts = [], runs = [];
  const wide = root.clientWidth;
  const name = (element) => element.tagName.toLowerCase() + (element.className && typeof element.className === "string" ? "." + element.className.trim().split(/\\s+/).join(".") : "");
  if (root.scrollWidth > wide) problems.push(`the page is ${root.scrollWidth} wide`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement, said = node.data.trim();
    if (!said || holder.closest("script, style, noscript, svg, option, textarea, :not(html)[lang]") || !holder.checkVisibility({ visibilityProperty: true })) continue;
    texts.push(said);
    if (hidden(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      if (!scrolls(holder) && (box.left < -1 || box.right > wide + 1)) problems.push(`sticks out: ${said.slice(0, 40)}`);
      runs.push({ box, node, said });
    }
    for (let at = holder; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (/hidden|clip/.test(style.overflowX) && at.scrollWidth > at.clientWidth + 1) { problems.push(`cut off in ${name(at)}: ${said.slice(0, 40)}`); break; }
      if (/hidden|clip/.test(style.overflowY) && at.scrollHeight > at.clientHeight + 4) { problems.push(`cut off below in ${name(at)}: ${said.slice(0, 40)}`); break; }
    }
  }
  for (let one = 0; one < runs.length; one++) {
    for (let other = one + 1; other < runs.length; other++) {
      const a = runs[one], b = runs[other];
      if (a.node === b.node) continue;
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (across > 3 && down > 0.5 * Math.min(a.box.height, b.box.height)) problems.push(`${a.said.slice(0, 30)} lies over ${b.said.slice(0, 30)}`);
    }
  }
  return { lang: root.lang, dir: getComputedStyle(root).direction, problems: [...new Set(problems)], texts };

  function hidden(element) {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.clipPath !== "none" || (style.position === "absolute" && at.offsetWidth <= 1)) return true;
    }
    return false;
  }
  function scrolls(element) {
    for (let at = element; at && at !== document.body; at = at.parentElement) if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
    return false;
  }
}"""
