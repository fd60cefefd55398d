import { Alert, App, Button, Card, Flex, Form, Input, Modal, Segmented, Tag } from "antd";
import { useState } from "react";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { EmptyState, QueryState } from "../../ui/states";
import { type Review, useReview, useReviews } from "./api";
import { approvalTexts } from "./locale";
import { RequestFacts } from "./RequestFacts";

function NotFineDialog({ row, onClose }: { row: Review; onClose: () => void }) {
  const t = useTexts(approvalTexts);
  const review = useReview(row.id);
  const [form] = Form.useForm<{ finding: string }>();
  return (
    <Modal
      open
      title={t.notFine}
      okText={t.notFine}
      okButtonProps={{ danger: true }}
      cancelText={t.cancel}
      confirmLoading={review.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {review.error && <Alert type="error" showIcon title={errorText(review.error)} />}
      <Form
        form={form}
        layout="vertical"
        onFinish={({ finding }) =>
          review.mutate({ fine: false, finding: finding.trim() }, { onSuccess: onClose })
        }
      >
        <Form.Item
          name="finding"
          label={t.finding}
          rules={[{ required: true, whitespace: true, min: 10, message: t.findingMissing }]}
        >
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function One({ row }: { row: Review }) {
  const t = useTexts(approvalTexts);
  const { message } = App.useApp();
  const review = useReview(row.id);
  const [open, setOpen] = useState(false);
  const fine = () =>
    review.mutate(
      { fine: true, finding: "" },
      {
        onSuccess: () => message.success(t.reviewed),
        onError: (error) => message.error(errorText(error)),
      },
    );
  return (
    <li>
      <Card size="small">
        <RequestFacts row={row.request} />
        {row.state === "open" ? (
          <Flex gap={8} align="center" wrap>
            <Button size="large" disabled={row.own} loading={review.isPending} onClick={fine}>
              {t.fine}
            </Button>
            <Button size="large" danger disabled={row.own} onClick={() => setOpen(true)}>
              {t.notFine}
            </Button>
            <span className="muted small">
              {row.own ? t.own : `${t.due}${exactTime(row.due_at)}`}
            </span>
            {row.late && <Tag color="red">{t.late}</Tag>}
          </Flex>
        ) : (
          <div>
            <Tag color={row.state === "fine" ? "green" : "red"}>
              {row.state === "fine" ? t.fine : t.notFine}
            </Tag>
            {row.finding} <span className="muted">{t.decidedBy(row.reviewed_by?.name ?? "")}</span>
          </div>
        )}
        {open && <NotFineDialog row={row} onClose={() => setOpen(false)} />}
      </Card>
    </li>
  );
}

/** Used grants and emergencies to look at afterwards. */
export function ReviewList() {
  const t = useTexts(approvalTexts);
  const [done, setDone] = useState(false);
  return (
    <>
      <Segmented
        className="approval-which"
        aria-label={t.reviews}
        value={done ? "done" : "open"}
        onChange={(value) => setDone(value === "done")}
        options={[
          { value: "open", label: t.open },
          { value: "done", label: t.done },
        ]}
      />
      <QueryState query={useReviews(done)}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState title={t.reviewsEmpty} hint={t.reviewsHint} />
          ) : (
            <ul className="approvals" aria-label={t.reviews}>
              {rows.map((row) => (
                <One key={row.id} row={row} />
              ))}
            </ul>
          )
        }
      </QueryState>
    </>
  );
}
