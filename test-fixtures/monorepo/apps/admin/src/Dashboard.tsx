import { api } from "@convex/_generated/api";
import { useAction, useMutation, useQuery } from "convex/react";

const bookings = api.bookings;

export function Dashboard() {
  const open = useQuery(bookings.list);
  const rooms = useQuery(api.rooms.list);
  const confirm = useMutation(bookings.confirm);
  const archive = useMutation(api.rooms.archive);
  const settle = useAction(api.invoices.settle);
  return (
    <main>
      <button onClick={() => settle({})}>Settle invoices</button>
      {open?.map(({ _id: bookingId, guest }) => (
        <button key={bookingId} onClick={() => confirm({ bookingId })}>
          Confirm {guest}
        </button>
      ))}
      {rooms?.map(({ _id: roomId, name }) => (
        <button key={roomId} onClick={() => archive({ roomId })}>
          Archive {name}
        </button>
      ))}
    </main>
  );
}
