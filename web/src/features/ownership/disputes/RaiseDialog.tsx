import { App, Form, Input } from "antd";
import { useNavigate } from "react-router";
import { useCan, useMe } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { FormDialog } from "../FormDialog";
import { ARBITRATE } from "../rights";
import { useRaise } from "./api";
import { disputeTexts } from "./locale";
import { PeopleSelect } from "./PeopleSelect";

type Values = { party_ids: string[]; text: string };

/** Saying that a customer is somebody else's than it seems. */
export function RaiseDialog({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const t = useTexts(disputeTexts);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const me = useMe();
  const arbiter = useCan()(ARBITRATE);
  const [form] = Form.useForm<Values>();
  const raise = useRaise(customerId);
  return (
    <FormDialog<Values>
      title={t.raise}
      form={form}
      initial={{ party_ids: [], text: "" }}
      saving={raise}
      onSave={(values) =>
        raise.mutate(values, {
          onSuccess: ({ id }) => {
            message.success(t.raised);
            navigate(`/pools/disputes/${id}`);
          },
        })
      }
      onClose={onClose}
    >
      <p className="muted">{t.raiseHint}</p>
      <Form.Item
        name="text"
        label={t.why}
        rules={[{ required: true, whitespace: true, message: t.whyMissing }]}
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} maxLength={5000} autoFocus />
      </Form.Item>
      <Form.Item
        name="party_ids"
        label={t.against}
        extra={arbiter ? t.againstArbiter : t.againstHint}
      >
        <PeopleSelect except={arbiter ? [] : [me.user.id]} />
      </Form.Item>
    </FormDialog>
  );
}
