import { readFileSync } from "node:fs";
import { join } from "node:path";

import { REPOSITORY } from "../workspace.ts";

/** A fenced block of a guide. */
export interface GuideBlock {
  /** The heading of the section that it stands in. */
  readonly section: string;
  readonly language: string;
  readonly text: string;
}

/** Returns the code blocks of a guide, in their order. */
export function readGuide(name: string): GuideBlock[] {
  const page = readFileSync(join(REPOSITORY, "docs/guides", `${name}.md`), "utf8");
  return page.split(/^##? /mu).flatMap((section) => {
    const heading = /^.*/u.exec(section)?.[0] ?? "";
    return [...section.matchAll(/^```(\w*)(?: title=".+")?\n([\s\S]*?)^```$/gmu)].map(([, language = "", text = ""]) => ({ section: heading, language, text }));
  });
}

/** Returns the text of the blocks of one language in one section. */
export function blocksOf(guide: readonly GuideBlock[], section: string, language: string): string[] {
  return guide.filter((block) => block.section === section && block.language === language).map(({ text }) => text.trim());
}
