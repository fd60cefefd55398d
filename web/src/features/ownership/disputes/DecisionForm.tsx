import { Alert, App, Button, Form, Input, Radio } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { PersonSelect } from "../../../ui/PersonSelect";
import { type DisputeCase, useDecide } from "./api";
import { disputeTexts } from "./locale";
import { PeopleSelect } from "./PeopleSelect";

type Values = { owner: string; other?: string; collaborators: string[]; reason: string };
const OTHER = "other";

/** Whose the customer shall be, who works with them on it, and why. */
export function DecisionForm({ dispute }: { dispute: DisputeCase }) {
  const t = useTexts(disputeTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const owner = Form.useWatch("owner", form);
  const decide = useDecide(dispute);
  const run = ({ owner, other, collaborators, reason }: Values) =>
    decide.mutate(
      {
        owner_id: owner === OTHER ? (other ?? "") : owner,
        collaborator_ids: collaborators,
        reason,
      },
      { onSuccess: () => message.success(t.decided) },
    );
  return (
    <section className="pool-section dispute-decision" aria-label={t.decide}>
      <h2>{t.decide}</h2>
      <p className="muted small">{t.decideHint}</p>
      {decide.isError && <Alert type="error" showIcon title={errorText(decide.error)} />}
      <Form form={form} layout="vertical" onFinish={run} initialValues={{ collaborators: [] }}>
        <Form.Item
          name="owner"
          label={t.belongsTo}
          rules={[{ required: true, message: t.ownerMissing }]}
        >
          <Radio.Group
            options={[
              ...dispute.parties.map(({ id, name }) => ({ value: id, label: name })),
              { value: OTHER, label: t.somebodyElse },
            ]}
          />
        </Form.Item>
        {owner === OTHER && (
          <Form.Item
            name="other"
            label={t.somebodyElse}
            rules={[{ required: true, message: t.ownerMissing }]}
          >
            <PersonSelect id="dispute-other" />
          </Form.Item>
        )}
        <Form.Item name="collaborators" label={t.collaborators} extra={t.collaboratorsHint}>
          <PeopleSelect except={owner ? [owner] : []} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t.reason}
          extra={t.reasonHint}
          rules={[{ required: true, whitespace: true, message: t.whyMissing }]}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={5000} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={decide.isPending}>
          {t.decide}
        </Button>
      </Form>
    </section>
  );
}
