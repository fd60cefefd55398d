import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client, requestHeaders } from "../../api/client";
import { ApiError } from "../../api/errors";
import { ofCustomer } from "../../api/ofCustomer";
import type { components } from "../../api/schema";
import type { DocChanges, DocType, Retention, Sensitivity, WholeDoc } from "./types";

type Schemas = components["schemas"];

const POLL_MS = 2000;
const OF_ONE = 50;
const ATTACHED = 200;

export const documentKeys = {
  all: ["documents"] as const,
  list: (narrowed: Narrowed) => [...documentKeys.all, "list", narrowed] as const,
  checks: () => [...documentKeys.all, "checks"] as const,
  one: (id: string) => [...documentKeys.all, "one", id] as const,
  of: (customerId: string, trashed: boolean) =>
    [...ofCustomer(customerId), "documents", trashed] as const,
  attached: (customerId: string) => [...ofCustomer(customerId), "documents", "attached"] as const,
};

/** What a list of documents is narrowed to; what is empty does not matter. */
export type Narrowed = {
  query: string;
  type: DocType | "";
  retention: Retention | "";
  damaged: boolean;
};

/** Which record of another feature a document belongs to. */
export type AboutRecord = { kind: string; id: string };

/** A customer's documents that belong to its records. */
export function useAttached(customerId: string) {
  return useQuery({
    queryKey: documentKeys.attached(customerId),
    queryFn: ({ signal }) =>
      call<Schemas["DocumentsOut"]>(
        client.GET("/api/customers/{id}/documents", {
          params: { path: { id: customerId }, query: { attached: true, limit: ATTACHED } },
          signal,
        }),
      ),
  });
}

/** How the stored contents are. */
export function useChecks(enabled: boolean) {
  return useQuery({
    queryKey: documentKeys.checks(),
    queryFn: ({ signal }) =>
      call<Schemas["DocumentChecksOut"]>(client.GET("/api/documents/checks", { signal })),
    enabled,
  });
}

/** A customer's documents; asked again while a text is being read. */
export function useDocuments(customerId: string, trashed: boolean) {
  return useInfiniteQuery({
    queryKey: documentKeys.of(customerId, trashed),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["DocumentsOut"]>(
        client.GET("/api/customers/{id}/documents", {
          params: {
            path: { id: customerId },
            query: { trashed, limit: OF_ONE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function useAllDocuments(narrowed: Narrowed) {
  const { query, type, retention, damaged } = narrowed;
  return useInfiniteQuery({
    queryKey: documentKeys.list(narrowed),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["ListedDocuments"]>(
        client.GET("/api/documents", {
          params: {
            query: {
              ...(query ? { q: query } : {}),
              ...(type ? { type } : {}),
              ...(retention ? { retention } : {}),
              ...(damaged ? { damaged } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    retry: false,
  });
}

export function useDocument(id: string) {
  return useQuery({
    queryKey: documentKeys.one(id),
    queryFn: ({ signal }) =>
      call<WholeDoc>(client.GET("/api/documents/{id}", { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data?.text === "waiting" ? POLL_MS : false),
  });
}

/** Whatever changes a document makes the customer's page and every list of documents new. */
export function useRenew(customerId: string) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ofCustomer(customerId) }),
      queries.invalidateQueries({ queryKey: documentKeys.all }),
    ]);
}

export type Described = {
  title: string;
  type: DocType;
  sensitivity: Sensitivity;
  retention: Retention;
};

type Sent = { file: File; said: Described; onProgress: (share: number) => void };

export function useFile(customerId: string, about?: AboutRecord) {
  const record: Record<string, string> = about
    ? { about_kind: about.kind, about_id: about.id }
    : {};
  return useMutation({
    mutationFn: ({ file, said, onProgress }: Sent) =>
      upload(`/api/customers/${customerId}/documents`, file, { ...said, ...record }, onProgress),
    onSuccess: useRenew(customerId),
  });
}

export function useAddVersion(document: WholeDoc) {
  return useMutation({
    mutationFn: (sent: { file: File; note: string }) =>
      upload(
        `/api/documents/${document.id}/versions`,
        sent.file,
        { version: `${document.version}`, note: sent.note },
        () => {},
      ),
    onSettled: useRenew(document.customer_id),
  });
}

export function useChange(document: WholeDoc) {
  return useMutation({
    mutationFn: (body: DocChanges) =>
      call(client.PATCH("/api/documents/{id}", { params: { path: { id: document.id } }, body })),
    onSettled: useRenew(document.customer_id),
  });
}

export type Move = "trash" | "restore" | "destroy";

export function useMove(customerId: string) {
  return useMutation({
    mutationFn: ({ id, version, how }: { id: string; version: number; how: Move }) => {
      const to = { params: { path: { id } }, body: { version } };
      if (how === "trash") return call(client.POST("/api/documents/{id}/trash", to));
      return how === "restore"
        ? call(client.POST("/api/documents/{id}/restore", to))
        : call(client.POST("/api/documents/{id}/destroy", to));
    },
    onSettled: useRenew(customerId),
  });
}

export const contentPath = (id: string, number: number) =>
  `/api/documents/${id}/versions/${number}/content`;

export const previewPath = (id: string, number: number) =>
  `/api/documents/${id}/versions/${number}/preview`;

/** Sends a file with progress, which fetch cannot show. */
function upload(
  path: string,
  file: File,
  fields: Record<string, string>,
  onProgress: (share: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    for (const [name, value] of Object.entries(requestHeaders("POST"))) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onerror = () => reject(new ApiError(0, "network", ""));
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(refusal(request.status, request.responseText));
    };
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", file, file.name);
    request.send(form);
  });
}

function refusal(status: number, text: string): ApiError {
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    return new ApiError(status, error.code, error.message);
  } catch {
    return new ApiError(status, "server", "");
  }
}
