import { useInfiniteQuery } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { ofCustomer } from "../../api/ofCustomer";
import type { components } from "../../api/schema";

export type Moment = components["schemas"]["MomentOut"];
type Page = components["schemas"]["TimelineOut"];

const PAGE = 30;

export function useTimeline(customerId: string, kinds: readonly string[]) {
  return useInfiniteQuery({
    queryKey: [...ofCustomer(customerId), "timeline", ...kinds],
    queryFn: ({ pageParam, signal }) =>
      call<Page>(
        client.GET("/api/customers/{id}/timeline", {
          params: {
            path: { id: customerId },
            query: {
              limit: PAGE,
              kinds: kinds.join(","),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}
