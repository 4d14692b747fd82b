import { createHash } from "node:crypto";

import type { PageData } from "./page-data.ts";

/** The parts of the page that are the same for every project. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/**
 * Returns the surface page: one file that asks the network for nothing. Its policy lets just its own script and style
 * run, so that no name in the data can.
 */
export function renderPage(data: PageData, { script, style }: PageAssets): string {
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const title = `Public surface of ${escapeHtml(data.title)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<a class="skip" href="#functions">Skip to the functions</a>
<header class="top">
<p class="kicker">convex-boundary surface</p>
<h1>${title}</h1>
<p id="summary" class="summary"></p>
</header>
<noscript><p class="notice">This page needs JavaScript to show its data. The same facts stand in <code>convex.surface.json</code>.</p></noscript>
<main id="app"></main>
<script type="application/json" id="data">${embed(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON that cannot end the element it stands in, and that scripts read the same in every version of JavaScript. */
function embed(data: PageData): string {
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${String(character.charCodeAt(0))};`);
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
