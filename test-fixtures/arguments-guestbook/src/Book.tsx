import { useMutation, usePaginatedQuery, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { Order } from "../convex/model";

export function Book({ guest }: { guest: Id<"guests"> }) {
  const count = useQuery(api.entries.count);
  const { results } = usePaginatedQuery(api.entries.page, { order: Order.Newest }, { initialNumItems: 10 });
  const own = usePaginatedQuery(api.entries.ofGuest, { guest }, { initialNumItems: 10 });
  const write = useMutation(api.entries.write);
  const actions = [useMutation(api.entries.restore), useMutation(api.entries.change), useMutation(api.entries.schedule), useMutation(api.entries.move)];
  const people = [useMutation(api.guests.rename), useMutation(api.guests.remember)];
  return (
    <button onClick={() => void write({ guest, draft: { text: "Hello", stars: 3 } })}>
      {count} {results.length} {own.results.length} {actions.length} {people.length}
    </button>
  );
}
