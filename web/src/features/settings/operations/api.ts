import { useQuery } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Keys = Schemas["KeysOut"];

const KEYS = ["settings", "keys"] as const;

export const useKeys = () =>
  useQuery({ queryKey: KEYS, queryFn: () => call<Keys>(client.GET("/api/operations/keys")) });
