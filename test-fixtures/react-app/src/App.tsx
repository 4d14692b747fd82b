import { useMutation, useQuery } from "convex/react";
import { useState } from "react";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { Channel } from "./Channel";
import { Moderation } from "./Moderation";

export function App() {
  const [channelId, setChannelId] = useState<Id<"channels">>();
  const channels = useQuery(api.channels.list);
  const createChannel = useMutation(api.channels.create);
  return (
    <main>
      <nav>
        {channels?.map((channel) => (
          <button key={channel._id} onClick={() => setChannelId(channel._id)}>
            {channel.name}
          </button>
        ))}
        <button onClick={() => createChannel({ name: "untitled" })}>+</button>
      </nav>
      {channelId && <Channel channelId={channelId} />}
      <Moderation />
    </main>
  );
}
