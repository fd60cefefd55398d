import { EditOutlined } from "@ant-design/icons";
import { Alert, App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { RIGHTS } from "../../../../api/rights";
import { useCan, useMe } from "../../../../api/session";
import { useTexts } from "../../../../lib/i18n";
import { errorText } from "../../../../ui/errorText";
import { LevelSelect } from "../../../../ui/levels/LevelSelect";
import { LevelTag } from "../../../../ui/levels/LevelTag";
import { type Level, levelTexts } from "../../../../ui/levels/locale";
import type { CustomerDetail } from "../../types";
import { useClassify } from "../api";
import { classificationTexts } from "./locale";

type Values = { level: Level; reason?: string };

function ClassifyDialog({ customer, onClose }: { customer: CustomerDetail; onClose: () => void }) {
  const t = useTexts(classificationTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const level = Form.useWatch("level", form) ?? customer.classification;
  const classify = useClassify(customer);
  const may = useCan()(RIGHTS.declassify);
  const { clearance } = useMe();
  const lowering = level < customer.classification;
  const save = ({ level, reason }: Values) =>
    classify.mutate(
      { level, reason: reason ?? "" },
      {
        onSuccess: () => {
          void message.success(t.saved);
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t.title}
      okText={t.save}
      okButtonProps={{
        disabled: level === customer.classification || (lowering && !may),
        loading: classify.isPending,
      }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ level: customer.classification }}
        onFinish={save}
      >
        <p className="muted">{t.hint}</p>
        <Form.Item name="level" label={t.level} extra={t.mine(clearance)}>
          <LevelSelect most={clearance} />
        </Form.Item>
        {lowering && !may && <Alert type="info" showIcon title={t.mayNotLower} />}
        {lowering && may && (
          <Form.Item
            name="reason"
            label={t.reason}
            rules={[{ required: true, min: 4, whitespace: true, message: t.reasonMissing }]}
          >
            <Input.TextArea maxLength={200} autoSize={{ minRows: 2 }} />
          </Form.Item>
        )}
        {classify.error && <Alert type="error" showIcon title={errorText(classify.error)} />}
      </Form>
    </Modal>
  );
}

/** How closely the customer is kept. Where nobody was given a clearance, nothing of it is to be seen. */
export function Classification({
  customer,
  locked,
}: {
  customer: CustomerDetail;
  locked: boolean;
}) {
  const t = useTexts(levelTexts);
  const c = useTexts(classificationTexts);
  const [open, setOpen] = useState(false);
  const { clearance } = useMe();
  const can = useCan();
  const may = clearance > 0 && customer.editable && can(RIGHTS.edit) && !locked;
  if (!customer.classification && !may) return null;
  return (
    <span>
      <span className="muted">{t.classification}</span>{" "}
      {customer.classification ? <LevelTag level={customer.classification} /> : t.names[0]}
      {may && (
        <Button
          type="text"
          size="small"
          icon={<EditOutlined aria-hidden />}
          aria-label={c.title}
          onClick={() => setOpen(true)}
        />
      )}
      {open && <ClassifyDialog customer={customer} onClose={() => setOpen(false)} />}
    </span>
  );
}
