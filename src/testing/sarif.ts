import { Ajv, type Schema } from "ajv";
import addFormats from "ajv-formats";

const text = { type: "object", properties: { text: { type: "string", minLength: 1 }, markdown: { type: "string" } }, required: ["text"], additionalProperties: false };
const positive = { type: "integer", minimum: 1 };
const region = {
  type: "object",
  properties: { startLine: positive, startColumn: positive, endLine: positive, endColumn: positive },
  required: ["startLine", "startColumn"],
  dependencies: { endColumn: ["endLine"] },
  additionalProperties: false,
};
const artifactLocation = {
  type: "object",
  // Relative to the base, so without a scheme and without a slash in front.
  properties: { uri: { type: "string", format: "uri-reference", pattern: "^(?!/|\\.\\./|[a-z]+:)" }, uriBaseId: { const: "%SRCROOT%" }, index: { type: "integer", minimum: 0 } },
  required: ["uri", "uriBaseId"],
  additionalProperties: false,
};
const rule = {
  type: "object",
  properties: {
    id: { type: "string" },
    shortDescription: text,
    fullDescription: text,
    help: text,
    helpUri: { type: "string", format: "uri" },
    defaultConfiguration: { type: "object", properties: { level: { enum: ["none", "note", "warning", "error"] } }, additionalProperties: false },
    properties: { type: "object", properties: { tags: { type: "array", items: { type: "string" }, uniqueItems: true } } },
  },
  // GitHub asks for these, the specification for the first alone.
  required: ["id", "shortDescription", "help"],
  additionalProperties: false,
};
const replacement = { type: "object", properties: { deletedRegion: region, insertedContent: { type: "object", properties: { text: { type: "string" } }, additionalProperties: false } }, required: ["deletedRegion"], additionalProperties: false };
const fix = {
  type: "object",
  properties: {
    description: text,
    artifactChanges: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: { type: "object", properties: { artifactLocation, replacements: { type: "array", minItems: 1, items: replacement } }, required: ["artifactLocation", "replacements"], additionalProperties: false },
    },
  },
  required: ["artifactChanges"],
  additionalProperties: false,
};
const result = {
  type: "object",
  properties: {
    ruleId: { type: "string" },
    ruleIndex: { type: "integer", minimum: 0 },
    level: { enum: ["none", "note", "warning", "error"] },
    message: text,
    locations: { type: "array", minItems: 1, items: { type: "object", properties: { physicalLocation: { type: "object", properties: { artifactLocation, region }, required: ["artifactLocation", "region"], additionalProperties: false } }, additionalProperties: false } },
    partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
    fixes: { type: "array", uniqueItems: true, items: fix },
    suppressions: { type: "array", uniqueItems: true, items: { type: "object", properties: { kind: { enum: ["inSource", "external"] }, justification: { type: "string" } }, required: ["kind"], additionalProperties: false } },
  },
  required: ["message", "ruleId", "ruleIndex", "locations"],
  additionalProperties: false,
};

/**
 * What SARIF 2.1.0 says of the objects that reports hold, and what code scanning asks for beyond it. Objects and
 * properties that reports do not use are left out, and so are not allowed.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
const SCHEMA: Schema = {
  type: "object",
  properties: {
    $schema: { type: "string", format: "uri" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        properties: {
          tool: {
            type: "object",
            properties: {
              driver: {
                type: "object",
                properties: {
                  name: { type: "string" },
                  version: { type: "string" },
                  semanticVersion: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+" },
                  informationUri: { type: "string", format: "uri" },
                  rules: { type: "array", uniqueItems: true, items: rule },
                },
                required: ["name", "version", "rules"],
                additionalProperties: false,
              },
            },
            required: ["driver"],
            additionalProperties: false,
          },
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          newlineSequences: { type: "array", minItems: 1, uniqueItems: true, items: { type: "string" } },
          originalUriBaseIds: { type: "object", additionalProperties: { type: "object", properties: { uri: { type: "string", format: "uri", pattern: "/$" } }, additionalProperties: false } },
          artifacts: { type: "array", uniqueItems: true, items: { type: "object", properties: { location: artifactLocation, sourceLanguage: { type: "string" } }, additionalProperties: false } },
          results: { type: "array", items: result },
        },
        required: ["tool", "results", "columnKind"],
        additionalProperties: false,
      },
    },
  },
  required: ["version", "runs"],
  additionalProperties: false,
};

const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
addFormats.default(ajv);
const validate = ajv.compile(SCHEMA);

/** Returns what keeps a log from being SARIF 2.1.0, in words; nothing for one that is. */
export function sarifProblems(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath} ${message}`);
}
