/** @type {import("eslint-doc-generator").GenerateOptions} */
export default {
  pathRuleDoc: "docs/{name}.md",
  ruleDocTitleFormat: "name",
  ruleDocSectionInclude: ["Why", "Examples", "Limitations", "When not to use it"],
  // Every rule is in `all`: the column would say nothing.
  ignoreConfig: ["all"],
  configEmoji: [
    ["recommended", "✅"],
    ["strict", "🔒"],
  ],
  ruleListColumns: ["name", "description", "configsError", "configsWarn", "fixable", "hasSuggestions", "requiresTypeChecking"],
};
