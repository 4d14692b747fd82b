import { api } from "@acme/backend/convex/_generated/api";
import type { Id } from "@acme/backend/convex/_generated/dataModel";
import { useMutation, useQuery } from "convex/react";
import { useState } from "react";

export function BookingForm() {
  const rooms = useQuery(api.rooms.list);
  const request = useMutation(api.bookings.request);
  const [bookingId, setBookingId] = useState<Id<"bookings">>();
  return (
    <ul>
      {rooms?.map((room) => (
        <li key={room._id}>
          {room.name}
          <button
            onClick={async () =>
              setBookingId(await request({ roomId: room._id, guest: "me" }))
            }
          >
            Book
          </button>
        </li>
      ))}
      {bookingId && <Bill bookingId={bookingId} />}
    </ul>
  );
}

function Bill({ bookingId }: { bookingId: Id<"bookings"> }) {
  const invoices = useQuery(api.invoices.forBooking, { bookingId });
  return <li>{invoices?.map(({ cents }) => `€${cents / 100}`).join(" + ")}</li>;
}
