/** What runs inside the browser: as text, since these tests are not compiled for one. */

/** Returns each visible text whose contrast with what lies behind it is less than 4.5 to 1, with the ratio. */
export const LOW_CONTRAST = `(() => {
  const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = ([red, green, blue]) => [red, green, blue].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    for (let current = element; current; current = current.parentElement) {
      const box = current.closest("g.box rect, g.box")?.querySelector?.(":scope > rect");
      if (current.matches("g.box") && box) return parse(getComputedStyle(box).fill);
      const color = parse(getComputedStyle(current).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || ["SCRIPT", "STYLE", "NOSCRIPT", "OPTION", "TITLE", "title"].includes(element.tagName) || !element.checkVisibility?.({ checkOpacity: true }) || element.closest("button:disabled")) continue;
    const style = getComputedStyle(element);
    const ink = parse(element instanceof SVGElement ? style.fill : style.color);
    const [light, dark] = [luminance(ink), luminance(ground(element))].sort((left, right) => right - left);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) found.push(node.data.trim().slice(0, 40) + " " + ratio.toFixed(2));
  }
  return found;
})()`;

/** Returns what assistive software could not name or find: unlabelled controls, repeated IDs, references to nothing. */
export const UNNAMED = `(() => {
  const problems = [];
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) problems.push("repeated id " + id);
  for (const control of document.querySelectorAll("input, select")) if (!control.labels?.length) problems.push("no label: " + control.outerHTML.slice(0, 60));
  for (const button of document.querySelectorAll("button, a, [role=button]")) if (!(button.getAttribute("aria-label") ?? button.textContent).trim()) problems.push("no name: " + button.outerHTML.slice(0, 60));
  for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
    for (const element of document.querySelectorAll("[" + attribute + "]")) if (!document.getElementById(element.getAttribute(attribute))) problems.push(attribute + " leads nowhere: " + element.getAttribute(attribute));
  }
  for (const section of document.querySelectorAll("section, nav, form, [role=region]")) if (!section.matches(".side") && !section.hasAttribute("aria-label") && !section.hasAttribute("aria-labelledby")) problems.push("unnamed region: " + section.className);
  if (document.querySelectorAll("h1").length !== 1 || document.documentElement.lang === "" || !document.querySelector("main")) problems.push("no single h1, language or main");
  for (const head of document.querySelectorAll("th")) if (!head.hasAttribute("aria-sort") || head.scope !== "col") problems.push("column without aria-sort or scope: " + head.textContent);
  return problems;
})()`;
