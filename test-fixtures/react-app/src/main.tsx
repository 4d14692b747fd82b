import { ConvexProvider, ConvexReactClient } from "convex/react";
import { createRoot } from "react-dom/client";
import { App } from "./App";

const convex = new ConvexReactClient(import.meta.env.VITE_CONVEX_URL);

createRoot(document.querySelector("#root")!).render(
  <ConvexProvider client={convex}>
    <App />
  </ConvexProvider>,
);
