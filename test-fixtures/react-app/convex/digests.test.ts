// @vitest-environment edge-runtime
/// <reference types="vite/client" />
import { convexTest } from "convex-test";
import { expect, test } from "vitest";
import { api, internal } from "./_generated/api";
import schema from "./schema";

const modules = import.meta.glob("./**/*.ts");

test("a digest quotes the channel's messages", async () => {
  const t = convexTest(schema, modules);
  const channelId = await t.mutation(api.channels.create, { name: "general" });
  await t.mutation(api.channels.rename, { channelId, name: "lobby" });
  await t.mutation(api.messages.send, {
    channelId,
    author: "ada",
    body: "hello",
  });
  expect(await t.query(api.digests.compose, { channelId })).toBe("ada: hello");
  expect(await t.query(internal.messages.countFlagged, {})).toBe(0);
});
