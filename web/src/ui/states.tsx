import { Button, Empty, Flex, Result, Skeleton, Typography } from "antd";
import type { ReactNode } from "react";
import { isApiError } from "../api/errors";
import { useTexts } from "../lib/i18n";
import { errorText } from "./errorText";
import { common } from "./locale";

/** Says what to do, not only that nothing is there. */
export function EmptyState(props: { title?: ReactNode; hint?: ReactNode; actions?: ReactNode }) {
  const t = useTexts(common);
  return (
    <Empty
      className="state"
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <Flex vertical gap={4} align="center">
          <Typography.Text strong>{props.title ?? t.nothingHere}</Typography.Text>
          {props.hint && <Typography.Text type="secondary">{props.hint}</Typography.Text>}
        </Flex>
      }
    >
      {props.actions && (
        <Flex gap={8} justify="center" wrap>
          {props.actions}
        </Flex>
      )}
    </Empty>
  );
}

export function NoPermission() {
  const t = useTexts(common);
  return <Result className="state" status="403" title={t.deniedTitle} subTitle={t.deniedHint} />;
}

export function NotFound({ action }: { action?: ReactNode }) {
  const t = useTexts(common);
  return (
    <Result
      className="state"
      status="404"
      title={t.notFoundTitle}
      subTitle={t.notFoundHint}
      extra={action}
    />
  );
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTexts(common);
  if (isApiError(error) && error.status === 403) return <NoPermission />;
  if (isApiError(error) && error.status === 404) return <NotFound />;
  const id = isApiError(error) ? error.requestId : "";
  return (
    <Result
      className="state"
      status="warning"
      title={t.errorTitle}
      subTitle={
        <>
          {errorText(error)}
          {id && <div className="small">{t.requestId(id)}</div>}
        </>
      }
      extra={onRetry && <Button onClick={onRetry}>{t.retry}</Button>}
    />
  );
}

type Shown<T> = {
  query: {
    data: T | undefined;
    error: unknown;
    isPending: boolean;
    refetch: () => unknown;
  };
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
};

/** Loading, failed (or not allowed), or there. */
export function QueryState<T>({ query, skeleton, children }: Shown<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isPending) return <>{skeleton ?? <Skeleton active className="state" />}</>;
  return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
}
