import { Alert, App, Button, Form, Modal, Radio, Select } from "antd";
import { useState } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { useInvite, type Way } from "./api";
import { locale } from "./locale";

const SPOKEN = "spoken";
type Filled = { link: string; code: string; hours: string; language: "zh-CN" | "en" };
type Props = { customerId: string; ways: Way[]; onClose: () => void };

/** The code to be said, once. */
function Spoken({ code, onClose }: { code: string; onClose: () => void }) {
  const t = useTexts(locale);
  return (
    <Modal
      open
      title={t.spokenTitle}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t.close}
        </Button>
      }
    >
      <p className="portal-code num">{code}</p>
      <p className="muted">{t.spokenHint}</p>
    </Modal>
  );
}

/** Where the link goes and by which other way its code. */
export function InviteForm({ customerId, ways, onClose }: Props) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const language = useLanguage();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const [spoken, setSpoken] = useState("");
  const link = Form.useWatch("link", form);
  const invite = useInvite(customerId);
  const first = ways.find((way) => way.ready) ?? ways[0];
  const other = (of: string | undefined) => {
    const person = ways.find((way) => way.id === of)?.person;
    return ways.filter((way) => way.id !== of && way.person === person);
  };
  const options = (list: Way[]) =>
    list.map((way) => ({
      value: way.id,
      disabled: !way.ready,
      label: [way.value, way.person, !way.ready && t.notReady].filter(Boolean).join(" · "),
    }));
  const save = ({ link, code, hours, language }: Filled) => {
    const code_point = code === SPOKEN ? null : code;
    const body = { link_point: link, code_point, hours: Number(hours), language };
    invite.mutate(body, {
      onSuccess: (made) => {
        if (made.code) return setSpoken(made.code);
        message.success(t.sent);
        onClose();
      },
    });
  };
  if (spoken) return <Spoken code={spoken} onClose={onClose} />;
  const second = (of: string | undefined) => other(of).find((way) => way.ready)?.id ?? SPOKEN;
  return (
    <Modal
      open
      title={t.invite}
      okText={t.send}
      cancelText={c.cancel}
      confirmLoading={invite.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {invite.isError && <Alert type="error" showIcon title={errorText(invite.error)} />}
      <Form<Filled>
        form={form}
        layout="vertical"
        initialValues={{ link: first?.id, code: second(first?.id), hours: "72", language }}
        onFinish={save}
      >
        <Form.Item name="link" label={t.linkTo}>
          <Select
            options={options(ways)}
            onChange={(value: string) => form.setFieldValue("code", second(value))}
          />
        </Form.Item>
        <Form.Item name="code" label={t.codeTo} extra={t.codeHint}>
          <Select options={[...options(other(link)), { value: SPOKEN, label: t.codeSpoken }]} />
        </Form.Item>
        <Form.Item name="hours" label={t.hours}>
          <Radio.Group
            options={Object.entries(t.hourChoices).map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        <Form.Item name="language" label={t.language}>
          <Radio.Group
            options={Object.entries(t.languages).map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
