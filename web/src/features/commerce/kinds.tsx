import {
  FileDoneOutlined,
  PayCircleOutlined,
  RollbackOutlined,
  ShoppingOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { NewTransaction } from "./api";

export type Kind = NewTransaction["kind"];
export type Method = Exclude<NonNullable<NewTransaction["method"]>, "">;

export const KINDS: readonly Kind[] = ["purchase", "return", "invoice", "payment"];
export const METHODS: readonly Method[] = [
  "transfer",
  "wechat",
  "alipay",
  "cash",
  "card",
  "cheque",
  "draft",
  "other",
];

export const KIND_ICONS: Record<Kind, ReactNode> = {
  purchase: <ShoppingOutlined aria-hidden />,
  return: <RollbackOutlined aria-hidden />,
  invoice: <FileDoneOutlined aria-hidden />,
  payment: <PayCircleOutlined aria-hidden />,
};
