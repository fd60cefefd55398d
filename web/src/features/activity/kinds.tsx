import {
  CommentOutlined,
  EllipsisOutlined,
  EnvironmentOutlined,
  MailOutlined,
  PhoneOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { NewInteraction } from "./api";

export type Kind = NewInteraction["kind"];
export type Outcome = Exclude<NonNullable<NewInteraction["outcome"]>, "">;

export const KINDS: readonly Kind[] = ["call", "visit", "meeting", "email", "chat", "other"];
export const OUTCOMES: readonly Outcome[] = [
  "talked",
  "no_answer",
  "interested",
  "agreed",
  "declined",
  "waiting",
];

export const KIND_ICONS: Record<Kind, ReactNode> = {
  call: <PhoneOutlined aria-hidden />,
  visit: <EnvironmentOutlined aria-hidden />,
  meeting: <TeamOutlined aria-hidden />,
  email: <MailOutlined aria-hidden />,
  chat: <CommentOutlined aria-hidden />,
  other: <EllipsisOutlined aria-hidden />,
};
