import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Delivery = Schemas["DeliveryOut"];
export type Channel = Schemas["ChannelOut"];
export type Limits = Schemas["LimitsOut"];
export type TestOrder = Schemas["TestIn"];
export type Tested = Schemas["TestedOut"];

const KEY = ["settings", "delivery"] as const;

export function useDelivery() {
  return useQuery({ queryKey: KEY, queryFn: () => call<Delivery>(client.GET("/api/delivery")) });
}

export function useSaveLimits() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Limits) => call<Delivery>(client.PUT("/api/delivery/limits", { body })),
    onSuccess: (delivery) => queries.setQueryData(KEY, delivery),
  });
}

export function useSendTest() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: TestOrder) => call<Tested>(client.POST("/api/delivery/test", { body })),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
