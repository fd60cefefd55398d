import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call, client } from "./client";

export type DirectoryPerson = {
  id: string;
  name: string;
  department: string | { id: string; name: string } | null;
};
export type Department = { id: string; name: string; parent_id: string | null };
export type Tag = { id: string; name: string; colour: string };
export type Group = { id: string; name: string; parent_id: string | null };

export const directoryKeys = {
  people: (q: string) => ["directory", "people", q] as const,
  departments: ["directory", "departments"] as const,
  tags: ["directory", "tags"] as const,
  groups: ["directory", "groups"] as const,
};

/** Lists arrive bare or under their plural name. */
function listOf<T>(answer: T[] | Record<string, T[]>, name: string): T[] {
  return Array.isArray(answer) ? answer : (answer[name] ?? []);
}

export function usePeople(q: string, enabled = true) {
  return useQuery({
    queryKey: directoryKeys.people(q),
    queryFn: async () =>
      listOf<DirectoryPerson>(
        await call(client.GET("/api/people", { params: { query: { q } } })),
        "people",
      ),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useDepartments(enabled = true) {
  return useQuery({
    queryKey: directoryKeys.departments,
    queryFn: async () =>
      listOf<Department>(await call(client.GET("/api/departments")), "departments"),
    enabled,
  });
}

export function useTags(enabled = true) {
  return useQuery({
    queryKey: directoryKeys.tags,
    queryFn: async () => listOf<Tag>(await call(client.GET("/api/tags")), "tags"),
    enabled,
  });
}

export function useGroups(enabled = true) {
  return useQuery({
    queryKey: directoryKeys.groups,
    queryFn: async () => listOf<Group>(await call(client.GET("/api/groups")), "groups"),
    enabled,
  });
}
