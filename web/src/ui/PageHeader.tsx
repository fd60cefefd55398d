import { Flex, Typography } from "antd";
import { type ReactNode, useEffect } from "react";

type Props = { title: ReactNode; note?: ReactNode; actions?: ReactNode; children?: ReactNode };

/** Title on the left, at most one primary action on the right, optional line of tools below. */
export function PageHeader({ title, note, actions, children }: Props) {
  useEffect(() => {
    if (typeof title === "string") document.title = title;
  }, [title]);
  return (
    <header className="page-header">
      <Flex justify="space-between" align="center" gap={12} wrap>
        <Flex align="baseline" gap={12} wrap>
          <Typography.Title level={1} className="page-title">
            {title}
          </Typography.Title>
          {note && <Typography.Text type="secondary">{note}</Typography.Text>}
        </Flex>
        {actions && (
          <Flex gap={8} wrap>
            {actions}
          </Flex>
        )}
      </Flex>
      {children}
    </header>
  );
}
