import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call, client } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];

// In the server's document this shape shares its name, `PersonOut`, with the actors of events.
export type DirectoryPerson = Schemas["Named"] & { department: Schemas["Named"] | null };
export type Department = Schemas["DepartmentOut"];
export type Tag = Schemas["TagOut"];

export type Group = Schemas["GroupOut"];

/** Groups with the names of those above them: `A / B`. */
export function withPaths(groups: Group[]): { id: string; name: string }[] {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const path = (group: Group): string => {
    const parent = group.parent_id ? byId.get(group.parent_id) : undefined;
    return parent ? `${path(parent)} / ${group.name}` : group.name;
  };
  return groups.map((group) => ({ id: group.id, name: path(group) }));
}

export const directoryKeys = {
  people: (q: string) => ["directory", "people", q] as const,
  departments: ["directory", "departments"] as const,
  tags: ["directory", "tags"] as const,
  groups: ["directory", "groups"] as const,
};

export function usePeople(q: string, enabled = true) {
  return useQuery({
    queryKey: directoryKeys.people(q),
    queryFn: async () =>
      (await call(client.GET("/api/people", { params: { query: { q } } })))
        .people as DirectoryPerson[],
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useDepartments(enabled = true) {
  return useQuery({
    queryKey: directoryKeys.departments,
    queryFn: async () => (await call(client.GET("/api/departments"))).departments,
    enabled,
  });
}

// Who chooses one needs no number of customers beside it; counting them takes long in a large archive.
const UNCOUNTED = { params: { query: { counted: false } } };

export function useTags(enabled = true) {
  return useQuery({
    queryKey: directoryKeys.tags,
    queryFn: async () => (await call(client.GET("/api/tags", UNCOUNTED))).tags,
    enabled,
  });
}

export function useGroups(enabled = true) {
  return useQuery({
    queryKey: directoryKeys.groups,
    queryFn: async () => (await call(client.GET("/api/groups", UNCOUNTED))).groups,
    enabled,
  });
}
