import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { PageData } from "../../surface/page-data.ts";
import { createWorkspace, REPOSITORY, type Workspace } from "../workspace.ts";
import { BROWSER, launch, openFile } from "./browser.ts";
import { LOW_CONTRAST, UNNAMED } from "./in-page.ts";
import { manyFunctions, samplePage, SHOP } from "./page-samples.ts";

describe.skipIf(BROWSER === undefined)("the surface page in a browser", () => {
  let browser: Browser;
  let workspace: Workspace;
  let shop: string;
  let many: string;

  beforeAll(async () => {
    if (!existsSync(join(REPOSITORY, "dist/cli.js"))) throw new Error("dist/ is missing: run `npm run build` first (`npm test` does)");
    workspace = createWorkspace(SHOP, { installed: true });
    shop = join(workspace.root, "surface.html");
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(REPOSITORY, "dist/cli.js"), "surface", "--html", "surface.html"], { cwd: workspace.root, encoding: "utf8" });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "Wrote surface.html: 3 public functions and 1 HTTP route.\n", stderr: "" });
    many = workspace.write("many.html", samplePage(manyFunctions(2_000)));
    browser = await launch();
  });

  afterAll(async () => {
    await browser.close();
    workspace.cleanup();
  });

  const names = (page: Page): Promise<string[]> => page.locator("button.name").allTextContents();
  const focused = (page: Page): Promise<string> => page.evaluate<string>("(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()");

  test("shows a row for each public function and route, the most dangerous first, and asks the network for nothing", async () => {
    const { page, complaints, requests } = await openFile(browser, shop);

    expect(await names(page)).toEqual(["orders:wipe", "orders:place", "orders:list", "POST /ship"]);
    expect(await page.locator("#summary").textContent()).toContain("Anyone on the internet can call 3 functions and 1 HTTP route.");
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [`file://${shop}`] });
  });

  test("shows who calls a function, with what, as whom, and what the rules say", async () => {
    const { page } = await openFile(browser, shop);

    await page.getByRole("button", { name: "orders:place", exact: true }).click();
    const place = await page.locator(".details").innerText();
    await page.getByRole("button", { name: "orders:wipe", exact: true }).click();
    const wipe = await page.locator(".details").innerText();

    expect(place).toMatch(/Clients\s+src\/Shop\.tsx:6/);
    expect(place).toMatch(/count\?\s+number\s+item\s+string/);
    expect(place).toContain("Something on the way looks at who calls.");
    expect(wipe).toContain("Anything: nothing validates its arguments.");
    expect(wipe).toContain("require-argument-validators");
  });

  test("filters, searches and sorts", async () => {
    const { page } = await openFile(browser, shop);

    await page.getByLabel("Type").selectOption("mutation");
    expect((await names(page)).sort()).toEqual(["orders:place", "orders:wipe"]);
    expect(await page.getByRole("status").textContent()).toBe("2 of 4 rows");
    await page.getByLabel("As whom").selectOption("checked");
    expect(await names(page)).toEqual(["orders:place"]);
    await page.getByRole("button", { name: "Show all" }).click();
    expect((await names(page)).length).toBe(4);
    await page.getByLabel("Search").fill("shop.tsx");
    expect((await names(page)).sort()).toEqual(["orders:list", "orders:place"]);
    await page.getByLabel("Search").fill("");
    await page.getByRole("button", { name: "Function", exact: true }).click();
    expect(await names(page)).toEqual(["POST /ship", "orders:list", "orders:place", "orders:wipe"]);
    await page.getByRole("button", { name: "Function", exact: true }).click();
    expect(await names(page)).toEqual(["orders:wipe", "orders:place", "orders:list", "POST /ship"]);
    expect(await page.locator("th[aria-sort=descending]").textContent()).toBe("Function");
    await page.getByLabel("Search").fill("nothing is called so");
    expect(await page.locator("tbody").innerText()).toBe("Nothing is like that.");
  });

  test("works by keyboard alone", async () => {
    const { page } = await openFile(browser, shop);

    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the functions");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("functions");
    await page.keyboard.press("/");
    await page.keyboard.type("place");
    expect(await names(page)).toEqual(["orders:place"]);

    await page.getByRole("button", { name: "orders:place", exact: true }).focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("button.name").getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Show in the drawing");
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("orders:place: mutation, Writes; 1 caller, calls 1");
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toMatch(/^orders:ship: internal function;/);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await focused(page)).toMatch(/^src\/Shop\.tsx: client;/);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("orders:place");
    await page.keyboard.press("Escape");
    expect(await page.locator(".details").count()).toBe(0);
    expect(await focused(page)).toBe("orders:place");
    expect(await page.evaluate("document.activeElement.matches(':focus-visible') && getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
  });

  test("draws clients, functions, and the functions behind them", async () => {
    const { page } = await openFile(browser, shop);

    expect(await page.locator("svg .layer").allTextContents()).toEqual(["Callers", "Functions", "Functions behind them"]);
    expect(await page.locator("svg .box").count()).toBe(6);
    expect(await page.locator("svg .edge").count()).toBe(4);
    expect(await page.evaluate("[...document.querySelectorAll('svg .box')].filter((box) => box.querySelector('text:last-of-type').getBoundingClientRect().right > box.querySelector('rect').getBoundingClientRect().right).length")).toBe(0);
    await page.locator("svg .box", { hasText: "src/Shop.tsx" }).click();
    expect(await page.locator("svg .box[aria-pressed=true]").textContent()).toContain("src/Shop.tsx");
  });

  test.each(["light", "dark"] as const)("can be read in %s, and named by assistive software", async (colorScheme) => {
    const { page } = await openFile(browser, shop, { colorScheme });
    await page.getByRole("button", { name: "orders:wipe", exact: true }).click();
    await page.mouse.move(0, 0);

    expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
    expect(await page.evaluate(UNNAMED)).toEqual([]);
  });

  test("dark and light are not the same", async () => {
    const grounds = await Promise.all((["light", "dark"] as const).map(async (colorScheme) => (await openFile(browser, shop, { colorScheme })).page.evaluate("getComputedStyle(document.body).backgroundColor")));

    expect(new Set(grounds).size).toBe(2);
  });

  test("prints every row and no controls", async () => {
    const { page } = await openFile(browser, many);

    await page.emulateMedia({ media: "print" });
    await expect.poll(() => page.locator("tr[data-row]").count()).toBe(2_000);
    expect(await page.locator("form.filters").isVisible()).toBe(false);
    expect(await page.locator("nav.pages").isVisible()).toBe(false);
    await page.emulateMedia({ media: "screen" });
    await expect.poll(() => page.locator("tr[data-row]").count()).toBe(100);
    expect(await page.locator("form.filters").isVisible()).toBe(true);
  });

  test("moves nothing for readers who want no motion", async () => {
    const { page } = await openFile(browser, shop, { reducedMotion: "reduce" });

    expect(await page.evaluate("getComputedStyle(document.querySelector('.box')).transitionDuration")).toBe("0s");
  });

  test.each([360, 768, 1280])("has no horizontal scroll at %i pixels", async (width) => {
    const { page } = await openFile(browser, shop, { viewport: { width, height: 800 } });
    await page.getByRole("button", { name: "orders:place", exact: true }).click();

    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  describe("two thousand functions", () => {
    test("are held a hundred at a time, and all of them found", async () => {
      const { page, complaints } = await openFile(browser, many);

      expect(await page.locator("tr[data-row]").count()).toBe(100);
      expect(await page.evaluate<number>("document.querySelectorAll('*').length")).toBeLessThan(4_000);
      expect(await page.locator("nav.pages").innerText()).toContain("Rows 1 to 100 of 2,000");
      await page.getByRole("button", { name: "Next" }).click();
      expect(await page.locator("nav.pages").innerText()).toContain("Rows 101 to 200 of 2,000");
      expect(await page.evaluate("document.activeElement.id")).toBe("functions");
      await page.getByLabel("Search").fill("function1999");
      expect(await names(page)).toEqual(["module99:function1999"]);
      expect(complaints).toEqual([]);
    });

    test("are drawn as far as they can be read: what is searched, or what surrounds the chosen one", async () => {
      const { page } = await openFile(browser, many);

      expect(await page.locator("svg").count()).toBe(0);
      expect(await page.locator("#drawing-hint").textContent()).toContain("2,000 functions are too many to draw at once.");
      await page.locator("button.name").first().click();
      expect(await page.locator("#drawing-hint").textContent()).toContain("What surrounds");
      expect(await page.locator("svg .box").count()).toBeLessThan(20);
      await page.getByLabel("Search").fill("module3:");
      expect(await page.locator("svg .box.function").count()).toBe(22);
      // It takes the room that there is.
      expect(await page.evaluate<number>("document.querySelector('svg').clientWidth / document.querySelector('.canvas').clientWidth")).toBeGreaterThan(0.9);
    });
  });

  test("shows names as they are, whatever they hold", async () => {
    const nasty = '</script><script>window.broken = 1</script>\u2028<img src=x onerror="window.broken = 1">';
    const [row] = manyFunctions(1).rows;
    const data: PageData = { ...manyFunctions(1), title: nasty, rows: row ? [{ ...row, name: nasty, review: [nasty] }] : [], nodes: [{ label: nasty, kind: "function" }, { label: nasty, kind: "client" }], notes: [nasty] };
    const file = workspace.write("nasty.html", samplePage(data));
    writeFileSync(file, samplePage(data));

    const { page, complaints } = await openFile(browser, file);
    await page.locator("button.name").click();

    expect(await page.evaluate("window.broken")).toBeUndefined();
    expect(await page.locator("button.name").textContent()).toBe(nasty);
    expect(complaints).toEqual([]);
  });
});
