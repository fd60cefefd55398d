import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { ofCustomer } from "../../api/ofCustomer";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Case = Schemas["CaseOut"];
export type Listed = Schemas["ListedCase"];
export type Opened = Schemas["OpenedCase"];
export type Step = Schemas["CaseStepOut"];
export type Told = Schemas["CaseMoment"];
export type Waiting = Schemas["CasesWaiting"];
export type NewCase = Schemas["CaseIn"];
export type Kind = Case["kind"];
export type MoveName = Opened["moves"][number];
export type Whose = "mine" | "queues" | "all";
export type Which = { whose: Whose; state: string; kind: string; queue: string; number: string };
export type HandOver = Omit<Schemas["HandOverIn"], "version">;
export type Said = Omit<Schemas["CaseMoveIn"], "version" | "move">;

const PAGE = 50;
export const caseKeys = { all: ["service"] as const };

export function useCases(which: Which) {
  const { queue, ...rest } = which;
  return useInfiniteQuery({
    queryKey: [...caseKeys.all, "cases", which],
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["CasePage"]>(
        client.GET("/api/cases", {
          params: {
            query: {
              ...rest,
              limit: PAGE,
              ...(queue ? { queue } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export function useCase(id: string) {
  return useQuery({
    queryKey: [...caseKeys.all, "case", id],
    queryFn: ({ signal }) =>
      call<Opened>(client.GET("/api/cases/{id}", { params: { path: { id } }, signal })),
  });
}

export function useOfCustomer(customerId: string) {
  return useQuery({
    queryKey: [...ofCustomer(customerId), "cases"],
    queryFn: ({ signal }) =>
      call<Schemas["CustomerCases"]>(
        client.GET("/api/customers/{id}/cases", { params: { path: { id: customerId } }, signal }),
      ),
  });
}

export function useChoices() {
  return useQuery({
    queryKey: [...caseKeys.all, "choices"],
    queryFn: ({ signal }) =>
      call<Schemas["ServiceChoices"]>(client.GET("/api/cases/choices", { signal })),
  });
}

/** What waits for oneself; others take and hand over meanwhile. */
export function useWaiting() {
  return useQuery({
    queryKey: [...caseKeys.all, "waiting"],
    queryFn: ({ signal }) => call<Waiting>(client.GET("/api/cases/waiting", { signal })),
    refetchInterval: 60_000,
  });
}

export function useFigures(months: number) {
  return useQuery({
    queryKey: [...caseKeys.all, "figures", months],
    queryFn: ({ signal }) =>
      call<Schemas["ServiceFigures"]>(
        client.GET("/api/cases/figures", { params: { query: { months } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** Whatever changes a case makes its customer's page and the pages of service new. */
export function useRenew() {
  const queries = useQueryClient();
  return (customerId: string) =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ofCustomer(customerId) }),
      queries.invalidateQueries({ queryKey: caseKeys.all }),
    ]);
}

export function useOpen(customerId: string) {
  const renew = useRenew();
  return useMutation({
    mutationFn: (body: NewCase) =>
      call<Schemas["CaseMade"]>(
        client.POST("/api/customers/{id}/cases", { params: { path: { id: customerId } }, body }),
      ),
    onSuccess: () => renew(customerId),
  });
}

/** One step of a case: it is told the version that was seen, and shows what became of it, done or refused. */
function useStep<T>(
  row: Opened,
  run: (to: { params: { path: { id: string } } }, said: T) => Promise<unknown>,
) {
  const renew = useRenew();
  return useMutation({
    mutationFn: (said: T) => run({ params: { path: { id: row.id } } }, said),
    onSettled: () => renew(row.customer_id),
  });
}

export function useCorrect(row: Opened) {
  return useStep(row, (to, said: Omit<Schemas["CaseChangesIn"], "version">) =>
    call(client.PATCH("/api/cases/{id}", { ...to, body: { ...said, version: row.version } })),
  );
}

export function useTake(row: Opened) {
  return useStep<void>(row, (to) =>
    call(client.POST("/api/cases/{id}/take", { ...to, body: { version: row.version } })),
  );
}

export function useHandOver(row: Opened) {
  return useStep(row, (to, said: HandOver) =>
    call(
      client.POST("/api/cases/{id}/hand-over", { ...to, body: { ...said, version: row.version } }),
    ),
  );
}

export function useMove(row: Opened) {
  return useStep(row, (to, said: Said & { move: MoveName }) =>
    call(client.POST("/api/cases/{id}/move", { ...to, body: { ...said, version: row.version } })),
  );
}

export function useAnswer(row: Opened) {
  return useStep(row, (to, text: string) =>
    call(client.POST("/api/cases/{id}/answered", { ...to, body: { text, version: row.version } })),
  );
}

export function useComment(row: Opened) {
  return useStep(row, (to, text: string) =>
    call(client.POST("/api/cases/{id}/comments", { ...to, body: { text } })),
  );
}

export function useRate(row: Opened) {
  return useStep(row, (to, said: { score: number; words: string }) =>
    call(
      client.POST("/api/cases/{id}/satisfaction", {
        ...to,
        body: { ...said, version: row.version },
      }),
    ),
  );
}
