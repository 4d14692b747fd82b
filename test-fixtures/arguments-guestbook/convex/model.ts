import { v, type Infer } from "convex/values";

export const placeValidator = v.object({ page: v.number(), line: v.number() });
export type Place = Infer<typeof placeValidator>;

export enum Order {
  Newest = "newest",
  Best = "best",
}

export interface Draft {
  text: string;
  stars: 1 | 2 | 3;
  place?: Place;
}

export type Changes<T> = { [K in keyof T]?: T[K] | null };
