import { Flex, Typography } from "antd";
import type { ReactNode } from "react";

type Props = { title: string; hint: string; action: ReactNode; children: ReactNode };

/** One part of the settings: what it is about, its one action, and what is set. */
export function Section({ title, hint, action, children }: Props) {
  return (
    <section className="pool-section" aria-label={title}>
      <Flex justify="space-between" align="start" gap={12} wrap className="pool-section-head">
        <div>
          <Typography.Title level={2}>{title}</Typography.Title>
          <Typography.Text type="secondary">{hint}</Typography.Text>
        </div>
        {action}
      </Flex>
      {children}
    </section>
  );
}
