import {
  type QueryClient,
  type QueryKey,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { directoryKeys } from "../../api/directory";
import { fieldKeys } from "../../api/fields";
import type {
  Department,
  FieldDraft,
  FirstPassword,
  Group,
  Invited,
  NewUser,
  Numbering,
  Right,
  Role,
  RoleDraft,
  Tag,
  Template,
  UserChange,
  UserPage,
} from "./types";

export const settingsKeys = {
  all: ["settings"] as const,
  users: (q: string) => [...settingsKeys.all, "users", q] as const,
  departments: () => [...settingsKeys.all, "departments"] as const,
  roles: () => [...settingsKeys.all, "roles"] as const,
  rights: () => [...settingsKeys.all, "rights"] as const,
  templates: () => [...settingsKeys.all, "templates"] as const,
  tags: () => [...settingsKeys.all, "tags"] as const,
  groups: () => [...settingsKeys.all, "groups"] as const,
  numbering: () => [...settingsKeys.all, "numbering"] as const,
};

/** A change of settings; afterwards everything it may touch is asked for again. */
function useChange<V, R = unknown>(run: (value: V) => Promise<R>, ...also: QueryKey[]) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => refreshed(queries, [settingsKeys.all, ...also]),
  });
}

async function refreshed(queries: QueryClient, keys: readonly QueryKey[]): Promise<void> {
  await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
}

const at = (id: string) => ({ params: { path: { id } } });
const DIRECTORY: QueryKey = ["directory"];

// people
export function useUsers(q: string) {
  return useInfiniteQuery({
    queryKey: settingsKeys.users(q),
    queryFn: ({ pageParam }) =>
      call<UserPage>(
        client.GET("/api/users", {
          params: { query: { q, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}
export const useAddUser = () =>
  useChange((body: NewUser) => call<Invited>(client.POST("/api/users", { body })), DIRECTORY);
export const useChangeUser = () =>
  useChange(
    ({ id, ...body }: UserChange & { id: string }) =>
      call(client.PATCH("/api/users/{user_id}", { params: { path: { user_id: id } }, body })),
    DIRECTORY,
  );
export const useGivePassword = () =>
  useChange((id: string) =>
    call<FirstPassword>(
      client.POST("/api/users/{user_id}/password", { params: { path: { user_id: id } } }),
    ),
  );

// departments
export function useDepartmentTree() {
  return useQuery({
    queryKey: settingsKeys.departments(),
    queryFn: async () =>
      (await call<{ departments: Department[] }>(client.GET("/api/departments"))).departments,
  });
}
export const useAddDepartment = () =>
  useChange(
    (body: { name: string; parent_id: string | null }) =>
      call(client.POST("/api/departments", { body })),
    directoryKeys.departments,
  );
export const useChangeDepartment = () =>
  useChange(
    ({ id, ...body }: { id: string; name?: string; parent_id?: string | null }) =>
      call(
        client.PATCH("/api/departments/{department_id}", {
          params: { path: { department_id: id } },
          body,
        }),
      ),
    directoryKeys.departments,
  );
export const useDeleteDepartment = () =>
  useChange(
    (id: string) =>
      call(
        client.DELETE("/api/departments/{department_id}", {
          params: { path: { department_id: id } },
        }),
      ),
    directoryKeys.departments,
  );

// roles
export function useRoles(enabled = true) {
  return useQuery({
    queryKey: settingsKeys.roles(),
    queryFn: async () => (await call<{ roles: Role[] }>(client.GET("/api/roles"))).roles,
    enabled,
  });
}
export function useRights() {
  return useQuery({
    queryKey: settingsKeys.rights(),
    queryFn: async () => (await call<{ rights: Right[] }>(client.GET("/api/rights"))).rights,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
export const useSaveRole = () =>
  useChange(({ id, ...body }: RoleDraft & { id?: string }) =>
    id
      ? call(client.PATCH("/api/roles/{role_id}", { params: { path: { role_id: id } }, body }))
      : call(client.POST("/api/roles", { body })),
  );
export const useDeleteRole = () =>
  useChange((id: string) =>
    call(client.DELETE("/api/roles/{role_id}", { params: { path: { role_id: id } } })),
  );

// fields
export function useTemplates() {
  return useQuery({
    queryKey: settingsKeys.templates(),
    queryFn: async () =>
      (await call<{ templates: Template[] }>(client.GET("/api/templates"))).templates,
  });
}
export const useApplyTemplate = () =>
  useChange(
    (code: string) =>
      call(client.POST("/api/templates/{code}/apply", { params: { path: { code } } })),
    fieldKeys.all,
  );
export const useAddField = () =>
  useChange((body: FieldDraft) => call(client.POST("/api/fields", { body })), fieldKeys.all);
export const useChangeField = () =>
  useChange(
    ({ code, ...body }: Partial<Omit<FieldDraft, "type">> & { code: string; active?: boolean }) =>
      call(client.PATCH("/api/fields/{code}", { params: { path: { code } }, body })),
    fieldKeys.all,
  );

// tags and groups
export function useAllTags() {
  return useQuery({
    queryKey: settingsKeys.tags(),
    queryFn: async () => (await call<{ tags: Tag[] }>(client.GET("/api/tags"))).tags,
  });
}
export const useAddTag = () =>
  useChange(
    (body: { name: string; colour: string }) => call(client.POST("/api/tags", { body })),
    DIRECTORY,
  );
export const useChangeTag = () =>
  useChange(
    ({ id, ...body }: { id: string; name?: string; colour?: string; owner_id?: string | null }) =>
      call(client.PATCH("/api/tags/{id}", { ...at(id), body })),
    DIRECTORY,
  );
export const useDeleteTag = () =>
  useChange((id: string) => call(client.DELETE("/api/tags/{id}", at(id))), DIRECTORY);
export const useMergeTag = () =>
  useChange(
    ({ id, into }: { id: string; into: string }) =>
      call(client.POST("/api/tags/{id}/merge", { ...at(id), body: { into } })),
    DIRECTORY,
  );
export function useAllGroups() {
  return useQuery({
    queryKey: settingsKeys.groups(),
    queryFn: async () => (await call<{ groups: Group[] }>(client.GET("/api/groups"))).groups,
  });
}
export const useAddGroup = () =>
  useChange(
    (body: { name: string; parent_id: string | null }) =>
      call(client.POST("/api/groups", { body })),
    DIRECTORY,
  );
export const useChangeGroup = () =>
  useChange(
    ({ id, ...body }: { id: string; name?: string; parent_id?: string | null }) =>
      call(client.PATCH("/api/groups/{id}", { ...at(id), body })),
    DIRECTORY,
  );
export const useDeleteGroup = () =>
  useChange((id: string) => call(client.DELETE("/api/groups/{id}", at(id))), DIRECTORY);

// numbering
export function useNumbering() {
  return useQuery({
    queryKey: settingsKeys.numbering(),
    queryFn: () => call<Numbering>(client.GET("/api/numbering")),
  });
}
export const useSaveNumbering = () =>
  useChange((pattern: string) => call(client.PUT("/api/numbering", { body: { pattern } })));
