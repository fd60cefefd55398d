import type { components } from "../../api/schema";
import { TYPE_WORDS } from "./locale";

type Schemas = components["schemas"];
export type Doc = Schemas["DocumentOut"];
export type ListedDoc = Schemas["ListedDocument"];
export type WholeDoc = Schemas["WholeDocument"];
export type DocVersion = Schemas["DocumentVersionOut"];
export type DocChanges = Schemas["DocumentChangesIn"];

export const TYPES = [
  "contract",
  "identity",
  "licence",
  "invoice",
  "correspondence",
  "photo",
  "other",
] as const;
export type DocType = (typeof TYPES)[number];

export const RETENTIONS = ["permanent", "d30", "d10"] as const;
export type Retention = (typeof RETENTIONS)[number];

export type Sensitivity = "normal" | "most";

/** What the file chooser offers; the server decides. */
export const ACCEPT =
  ".pdf,.ofd,.png,.jpg,.jpeg,.gif,.webp,.bmp,.tif,.tiff,.heic,.docx,.xlsx,.pptx,.doc,.xls,.ppt,.wps,.txt,.md,.csv";

/** Whether the time for which something is to be kept has passed. */
export function isOver(keptUntil: string | null, today = new Date()): boolean {
  return keptUntil !== null && new Date(`${keptUntil}T23:59:59`) < today;
}

/** How long a file of this type is usually kept. */
export function usualRetention(type: DocType): Retention {
  return ["contract", "identity", "licence", "invoice"].includes(type) ? "d30" : "d10";
}

/** What a file's name says it is. */
export function guessType(name: string): DocType {
  return TYPE_WORDS.find(([pattern]) => pattern.test(name))?.[1] ?? "other";
}

/** A file's name as a title. */
export function titleOf(name: string): string {
  return name.replace(/\.[^.]+$/, "");
}

const UNITS = ["B", "KB", "MB", "GB"];

/** A size as people read it. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}
