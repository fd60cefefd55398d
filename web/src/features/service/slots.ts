import { type ComponentType, createContext } from "react";

export type FileProps = { id: string; title: string; onClose: () => void };

/** How a document is looked at; another feature knows. */
export const FileSlot = createContext<ComponentType<FileProps> | null>(null);
