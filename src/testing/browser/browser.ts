import { existsSync } from "node:fs";

import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const PLACES = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
/** Tests open files: the browser needs no network, and is kept from asking for any by itself. */
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** The browser that tests use; `undefined` on a machine without one, where `REQUIRE_BROWSER` is not set. */
export const BROWSER = PLACES.find((path) => path !== undefined && existsSync(path));

if (BROWSER === undefined) {
  if (process.env["REQUIRE_BROWSER"] !== undefined) throw new Error("There is no Chromium, and the tests of the surface page need one: install `chromium`, or say in `CHROMIUM` where it is.");
  console.warn("There is no Chromium on this machine: the tests of the surface page are skipped. Install `chromium`, or say in `CHROMIUM` where it is.");
}

/** Starts the browser. */
export async function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: BROWSER ?? "", args: ARGUMENTS });
}

/** A page of the browser, with what it must not do: complain, or ask the network for anything. */
export interface OpenedPage {
  readonly page: Page;
  readonly complaints: string[];
  readonly requests: string[];
}

/** Opens a file as its readers do. */
export async function openFile(browser: Browser, file: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(`file://${file}`);
  return { page, complaints, requests };
}
