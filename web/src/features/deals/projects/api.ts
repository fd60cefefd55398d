import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import { ofCustomer } from "../../../api/ofCustomer";
import type { components } from "../../../api/schema";
import type { Cut } from "../api";

type Schemas = components["schemas"];
export type Project = Schemas["ProjectOut"];
export type Whole = Schemas["ProjectWhole"];
export type Milestone = Schemas["MilestoneOut"];
export type Reached = Schemas["MilestoneReached"];
export type Problem = Schemas["ProblemOut"];
export type Need = Schemas["NeedOut"];
export type ProjectState = Project["state"];
export type NewProject = Schemas["ProjectIn"];
export type NewNeed = Schemas["NeedIn"];
export type NewMilestone = Schemas["MilestoneIn"];
export type Feedback = Omit<Schemas["FeedbackIn"], "version">;
type Changes<B> = Omit<B, "version">;
export type Which = Cut & { state: "open" | "over" };

const PAGE = 50;

export const projectKeys = {
  all: ["projects"] as const,
  list: (which: Which) => [...projectKeys.all, which] as const,
  of: (customerId: string) => [...ofCustomer(customerId), "projects"] as const,
};

export function useProjects(which: Which) {
  const { whose, state, owner } = which;
  return useInfiniteQuery({
    queryKey: projectKeys.list(which),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["ProjectPage"]>(
        client.GET("/api/projects", {
          params: {
            query: {
              whose,
              state,
              limit: PAGE,
              // Ids are longer than the numbers of a browser: they travel as text.
              ...(owner ? { owner: owner as unknown as number } : {}),
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

export function useProjectsOf(customerId: string, enabled = true) {
  return useQuery({
    queryKey: projectKeys.of(customerId),
    queryFn: ({ signal }) =>
      call<Schemas["CustomerProjects"]>(
        client.GET("/api/customers/{id}/projects", {
          params: { path: { id: customerId } },
          signal,
        }),
      ),
    enabled,
  });
}

export function useProject(customerId: string, id: string) {
  return useQuery({
    queryKey: [...projectKeys.of(customerId), id],
    queryFn: ({ signal }) =>
      call<Whole>(
        client.GET("/api/customers/{id}/projects/{sub}", {
          params: { path: { id: customerId, sub: id } },
          signal,
        }),
      ),
  });
}

export type Deed = () => Promise<unknown>;

/** Does one of the deeds below; the customer's page and the lists are made new, whether it went well or not. */
export function useDeed(customerId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (deed: Deed) => deed(),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ofCustomer(customerId) }),
        queries.invalidateQueries({ queryKey: projectKeys.all }),
      ]),
  });
}

const of = (customerId: string) => ({ params: { path: { id: customerId } } });
const at = (id: string, sub: string) => ({ params: { path: { id, sub } } });
type Seen = { id: string; version: number };

export const enterProject =
  (customerId: string, body: NewProject): Deed =>
  () =>
    call(client.POST("/api/customers/{id}/projects", { ...of(customerId), body }));

export const changeProject =
  (row: Project, changes: Changes<Schemas["ProjectChangesIn"]>): Deed =>
  () =>
    call(
      client.PATCH("/api/customers/{id}/projects/{sub}", {
        ...at(row.customer_id, row.id),
        body: { ...changes, version: row.version },
      }),
    );

export const putState =
  (row: Project, state: ProjectState): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/projects/{sub}/state", {
        ...at(row.customer_id, row.id),
        body: { state, version: row.version },
      }),
    );

export const takeFeedback =
  (row: Project, feedback: Feedback): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/projects/{sub}/feedback", {
        ...at(row.customer_id, row.id),
        body: { ...feedback, version: row.version },
      }),
    );

export const planMilestone =
  (row: Project, body: NewMilestone): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/projects/{sub}/milestones", {
        ...at(row.customer_id, row.id),
        body,
      }),
    );

export const changeMilestone =
  (customerId: string, { id, version }: Seen, changes: NewMilestone): Deed =>
  () =>
    call(
      client.PATCH("/api/customers/{id}/milestones/{sub}", {
        ...at(customerId, id),
        body: { ...changes, version },
      }),
    );

export const tickMilestone =
  (customerId: string, { id, version }: Seen, done: boolean): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/milestones/{sub}/done", {
        ...at(customerId, id),
        body: { done, version },
      }),
    );

export const dropMilestone =
  (customerId: string, { id, version }: Seen): Deed =>
  () =>
    call(
      client.DELETE("/api/customers/{id}/milestones/{sub}", {
        params: { path: { id: customerId, sub: id }, query: { version } },
      }),
    );

export const noteProblem =
  (row: Project, title: string): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/projects/{sub}/problems", {
        ...at(row.customer_id, row.id),
        body: { title },
      }),
    );

export const changeProblem =
  (customerId: string, { id, version }: Seen, changes: { title: string; solution: string }): Deed =>
  () =>
    call(
      client.PATCH("/api/customers/{id}/problems/{sub}", {
        ...at(customerId, id),
        body: { ...changes, version },
      }),
    );

export const solveProblem =
  (customerId: string, { id, version }: Seen, solved: boolean, solution = ""): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/problems/{sub}/solved", {
        ...at(customerId, id),
        body: { solved, solution, version },
      }),
    );

export const writeDownNeed =
  (customerId: string, body: NewNeed): Deed =>
  () =>
    call(client.POST("/api/customers/{id}/needs", { ...of(customerId), body }));

export const correctNeed =
  (customerId: string, { id, version }: Seen, changes: NewNeed): Deed =>
  () =>
    call(
      client.PATCH("/api/customers/{id}/needs/{sub}", {
        ...at(customerId, id),
        body: { ...changes, version },
      }),
    );
