import { useMutation, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";

export function Channel({ channelId }: { channelId: Id<"channels"> }) {
  const messages = useQuery(api.messages.list, { channelId });
  const send = useMutation(api.messages.send);
  return (
    <section>
      {messages?.map((message) => (
        <p key={message._id}>
          <b>{message.author}</b> {message.body}
        </p>
      ))}
      <form
        action={async (form) => {
          const body = String(form.get("body"));
          await send({ channelId, author: "me", body });
        }}
      >
        <input name="body" />
      </form>
    </section>
  );
}
