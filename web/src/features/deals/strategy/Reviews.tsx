import { Alert, App, Button, Flex, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { type Plan, type Review, reviewPlan, useDeed } from "./api";
import { strategyTexts } from "./locale";
import { ReviewMoment } from "./ReviewMoment";
import { inDays, SEASON } from "./words";

type Filled = { words: string; held_on: string; next_on: string };

function ReviewForm({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const t = useTexts(strategyTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const deed = useDeed(plan.customer_id);
  const today = inDays(0);
  const save = (filled: Filled) =>
    deed.mutate(reviewPlan(plan, filled), {
      onSuccess: () => {
        message.success(t.reviewed);
        onClose();
      },
    });
  return (
    <Modal
      open
      title={t.addReview}
      okText={c.save}
      cancelText={c.cancel}
      confirmLoading={deed.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {deed.isError && (
        <Alert type="error" showIcon title={errorText(deed.error)} className="deal-alert" />
      )}
      <Form<Filled>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ held_on: today, next_on: inDays(SEASON) }}
        onFinish={save}
      >
        <Form.Item
          name="words"
          label={t.reviewWords}
          rules={[{ required: true, whitespace: true, message: t.reviewWordsMissing }]}
        >
          <Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 10 }} maxLength={5000} />
        </Form.Item>
        <Flex gap={12} wrap>
          <Form.Item
            name="held_on"
            label={t.heldOn}
            className="deal-wide"
            rules={[{ required: true, message: t.heldOnMissing }]}
          >
            <Input type="date" max={today} />
          </Form.Item>
          <Form.Item
            name="next_on"
            label={t.reviewOn}
            className="deal-wide"
            rules={[{ required: true, message: t.reviewOnMissing }]}
          >
            <Input type="date" min={inDays(1)} />
          </Form.Item>
        </Flex>
      </Form>
    </Modal>
  );
}

/** The reviews of the strategy, the latest first. */
export function Reviews({ plan, reviews }: { plan: Plan | undefined; reviews: Review[] }) {
  const t = useTexts(strategyTexts);
  const [adding, setAdding] = useState(false);
  return (
    <section aria-label={t.reviews}>
      <h3>{t.reviews}</h3>
      {reviews.length === 0 && <p className="muted">{t.noReviews}</p>}
      <ul className="deal-panel">
        {reviews.map((review) => (
          <li key={review.id} className="deal-panel-row">
            <ReviewMoment review={review} />
          </li>
        ))}
      </ul>
      {plan?.editable && (
        <Button type="link" size="small" className="flush" onClick={() => setAdding(true)}>
          {t.addReview}
        </Button>
      )}
      {adding && plan && <ReviewForm plan={plan} onClose={() => setAdding(false)} />}
    </section>
  );
}
