import { Skeleton } from "antd";
import { lazy, Suspense } from "react";

const Form = lazy(() => import("./TransactionForm"));

/** The form for a transaction, loaded when somebody wants one. */
export function TransactionComposer(props: { customerId: string; onDone: () => void }) {
  return (
    <Suspense fallback={<Skeleton active paragraph={{ rows: 2 }} title={false} />}>
      <Form {...props} />
    </Suspense>
  );
}
