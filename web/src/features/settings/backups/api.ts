import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Backups = Schemas["BackupsOut"];
export type Backup = Schemas["BackupOut"];
type Ordered = Schemas["OrderedOut"];

const KEY = ["settings", "backups"] as const;
const WATCHED = 3_000;

/** While something is going on, the page follows it. */
export const useBackups = () =>
  useQuery({
    queryKey: KEY,
    queryFn: () => call<Backups>(client.GET("/api/operations/backups")),
    refetchInterval: (query) => (query.state.data?.busy ? WATCHED : false),
  });

/** The same for the warning on every page: asked seldom. */
export const useBackupsLate = (wanted: boolean) =>
  useQuery({
    queryKey: KEY,
    queryFn: () => call<Backups>(client.GET("/api/operations/backups")),
    select: (data) => data.late,
    staleTime: 600_000,
    enabled: wanted,
  });

/** Order a backup, or the proof of one. */
export function useOrder() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id?: string) =>
      id
        ? call<Ordered>(
            client.POST("/api/operations/backups/{id}/prove", { params: { path: { id } } }),
          )
        : call<Ordered>(client.POST("/api/operations/backups", {})),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
