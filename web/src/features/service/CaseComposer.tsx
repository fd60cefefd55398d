import { App, Button, Form, Input } from "antd";
import { useId, useState } from "react";
import { useMe } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type NewCase, useOpen } from "./api";
import { ChannelItem, KindItem, PlaceItem, PriorityItem, TitleItem, TO_ME } from "./CaseFields";
import { serviceTexts } from "./locale";
import "./service.css";

type Filled = NewCase & { place: string };
const BLANK: Partial<Filled> = {
  kind: "complaint",
  channel: "phone",
  priority: "normal",
  place: "",
  text: "",
};

/** What a customer came with: its kind, one sentence, the rest when there is time for it. */
export function CaseComposer({ customerId, onDone }: { customerId: string; onDone: () => void }) {
  const t = useTexts(serviceTexts);
  const me = useMe();
  const { message } = App.useApp();
  // The form may stand on a page twice.
  const name = useId();
  const [form] = Form.useForm<Filled>();
  const [more, setMore] = useState(false);
  const opening = useOpen(customerId);
  const save = ({ place, ...rest }: Filled) => {
    const to =
      place === TO_ME ? { assignee_id: me.user.id } : place === "" ? {} : { queue_id: place };
    opening.mutate(
      { ...rest, ...to },
      {
        onSuccess: () => {
          message.success(t.created);
          onDone();
        },
        onError: (error) => message.error(errorText(error)),
      },
    );
  };
  return (
    <Form<Filled>
      form={form}
      name={name}
      layout="vertical"
      className="case-form"
      initialValues={BLANK}
      onFinish={save}
      requiredMark="optional"
    >
      <KindItem />
      <TitleItem />
      <Form.Item name="text" label={t.text}>
        <Input.TextArea
          placeholder={t.textHint}
          autoSize={{ minRows: 2, maxRows: 10 }}
          maxLength={20_000}
        />
      </Form.Item>
      <div className="case-pair" hidden={!more}>
        <PriorityItem />
        <ChannelItem />
        <PlaceItem />
      </div>
      <div className="case-form-foot">
        {!more && (
          <Button type="link" className="flush" onClick={() => setMore(true)}>
            {t.more}
          </Button>
        )}
        <Button type="primary" htmlType="submit" loading={opening.isPending}>
          {t.save}
        </Button>
      </div>
    </Form>
  );
}
