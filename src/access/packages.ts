import type { DangerRank } from "./access.ts";

/**
 * What libraries for authentication document as the way to ask who calls, `throwing` when there is nobody.
 * - Convex Auth: https://labs.convex.dev/auth/api_reference/server (`getAuthUserId`, `getAuthSessionId`; deprecated, `auth.getUserId`, `auth.getSessionId`)
 * - Better Auth: https://labs.convex.dev/better-auth/api/component-client (`authComponent.getAuthUser`, `safeGetAuthUser`, `getAuth`, `getHeaders`;
 *   before 0.8, `getAuthUserId`), and `auth.api.getSession({ headers })` of Better Auth itself
 * - better-convex: the functions of `better-convex/auth`, which are given the context
 * - WorkOS AuthKit: https://www.convex.dev/components/workos-authkit (`authKit.getAuthUser`, which gives `null` for nobody)
 * - Clerk's backend package, for tokens that come with a request: https://clerk.com/docs/reference/backend/verify-token
 * Auth0, Descope, Stytch and WorkOS without its component have no such function: Convex reads their tokens, for `ctx.auth`.
 */
const IDENTITY: readonly { readonly source: RegExp; readonly names: RegExp; readonly throwing?: RegExp }[] = [
  { source: /^@convex-dev\/auth(?:\/|$)/u, names: /^(?:getAuthUserId|getAuthSessionId|getUserId|getSessionId)$/u },
  { source: /^@convex-dev\/better-auth(?:\/|$)/u, names: /^(?:getAuthUser|safeGetAuthUser|getAuthUserId|getAuth|getHeaders)$/u, throwing: /^getAuthUser$/u },
  { source: /^better-auth(?:\/|$)/u, names: /^(?:getSession|verifyApiKey)$/u },
  { source: /^better-convex\/auth$/u, names: /^(?:getAuthUserId|getAuthUserIdentity|getSession|getHeaders)$/u },
  { source: /^@convex-dev\/workos-authkit(?:\/|$)/u, names: /^getAuthUser$/u },
  { source: /^@clerk\/backend(?:\/|$)/u, names: /^(?:verifyToken|authenticateRequest|verifyWebhook)$/u, throwing: /^verify/u },
];

/**
 * Packages whose functions are given the context and do not ask it who calls: their sources do not mention `auth`.
 * What runs inside a component has no identity at all: https://docs.convex.dev/components/authoring
 */
const HARMLESS =
  /^(?:convex-helpers|zodvex|convex-ents|convex-analytics|convex\/(?:server|values)|@convex-dev\/(?:action-cache|action-retrier|agent|aggregate|batch-processor|batch-worker|cache|cloudflare-r2|crons|expo-push-notifications|geospatial|launchdarkly|migrations|persistent-text-streaming|polar|presence|r2|rag|rate-limiter|react-query|resend|sharded-counter|stripe|twilio|workflow|workpool)|@posthog\/convex)(?:\/|$)/u;

/** Packages whose calls send something to the outside, or spend the project's money there. */
const SENDERS: readonly { readonly source: RegExp; readonly names?: RegExp; readonly does: string }[] = [
  { source: /^(?:@convex-dev\/resend|resend|nodemailer|@sendgrid\/mail|postmark|mailgun(?:\.js|-js)?|@aws-sdk\/client-ses(?:v2)?|@plunk\/node|@getbrevo\/brevo|emailjs)(?:\/|$)/u, names: /send|create|batch/iu, does: "sends e-mail" },
  { source: /^(?:@convex-dev\/twilio|twilio)(?:\/|$)/u, names: /send|create/iu, does: "sends messages" },
  { source: /^(?:@convex-dev\/expo-push-notifications|expo-server-sdk|web-push|firebase-admin)(?:\/|$)/u, names: /send/iu, does: "sends notifications" },
  { source: /^(?:openai|@anthropic-ai\/sdk|@google\/(?:generative-ai|genai)|groq-sdk|replicate|@mistralai\/mistralai|cohere-ai|together-ai|@fal-ai\/.+|elevenlabs)(?:\/|$)/u, names: /^(?:create|generate\w*|run|stream|parse|edit|subscribe|sendMessage\w*|chat|convert|embed\w*)$/u, does: "spends on a model" },
  { source: /^(?:ai|@convex-dev\/agent|@ai-sdk\/.+)(?:\/|$)/u, names: /^(?:generate|stream|embed)/u, does: "spends on a model" },
  { source: /^stripe(?:\/|$)/u, names: /^(?:create|update|del|cancel|confirm|capture|refund|pay|finalizeInvoice|sendInvoice)$/u, does: "calls Stripe" },
];

/** Whether calling this export, or this method of what the package made, tells who calls. */
export function asksForIdentity(source: string, name: string): boolean {
  return IDENTITY.some((entry) => entry.source.test(source) && entry.names.test(name));
}

/** Whether such a call throws when there is nobody. */
export function throwsForNobody(source: string, name: string): boolean {
  return IDENTITY.some((entry) => entry.source.test(source) && entry.throwing?.test(name) === true);
}

/** Whether a package that is given the context is known not to ask it who calls. */
export function isHarmless(source: string): boolean {
  return HARMLESS.test(source);
}

/** Returns what calling something of a package does to the outside. */
export function outsideEffect(source: string, name: string): { readonly rank: DangerRank; readonly does: string } | undefined {
  const found = SENDERS.find((entry) => entry.source.test(source) && (entry.names?.test(name) ?? true));
  return found && { rank: "sweep", does: found.does };
}
