import { useMutation, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export function Orders() {
  const orders = useQuery(api.orders.list);
  const place = useMutation(api.orders.place);
  return (
    <ul>
      {orders?.map((order) => <li key={order._id}>{order.note}</li>)}
      <button onClick={() => place({ note: "untitled" })}>Order</button>
    </ul>
  );
}
