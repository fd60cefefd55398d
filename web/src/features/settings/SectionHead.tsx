import { Flex, Typography } from "antd";
import type { ReactNode } from "react";

type Props = { title: string; hint?: string; action?: ReactNode };

/** Title, one sentence of help and the one primary action of a settings page. */
export function SectionHead({ title, hint, action }: Props) {
  return (
    <Flex justify="space-between" align="start" gap={12} wrap className="settings-head">
      <div>
        <Typography.Title level={2}>{title}</Typography.Title>
        {hint && <Typography.Text type="secondary">{hint}</Typography.Text>}
      </div>
      {action}
    </Flex>
  );
}
