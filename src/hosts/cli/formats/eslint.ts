import type { Format } from "../report.ts";

/** What ESLint prints for people. */
export const stylish: Format = {
  holdsNotes: true,
  async render(report) {
    const text = await report.formatWithEslint("stylish");
    return [text === "" ? "No findings." : text, ...report.notes].join("\n");
  },
};

/** ESLint's JSON, for tools that read its results. */
export const eslintJson: Format = {
  holdsNotes: false,
  render: (report) => report.formatWithEslint("json"),
};
