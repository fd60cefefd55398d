import { Alert, Checkbox, Form, Input, Modal, Radio, Segmented, Select } from "antd";
import { useNavigate } from "react-router";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { useCustomerViews, useStartCampaign } from "./api";
import { locale } from "./locale";
import type { CampaignDraft, View } from "./types";

type Filled = {
  name: string;
  view: string;
  kind: CampaignDraft["kind"];
  language: CampaignDraft["language"];
  every_point: boolean;
};

/** The conditions of a saved view, as the list itself sends them. */
function conditions(views: View[], id: string): NonNullable<CampaignDraft["filter"]> {
  const state = views.find((view) => view.id === id)?.state as
    | { filter?: NonNullable<CampaignDraft["filter"]> }
    | undefined;
  return state?.filter ?? [];
}

/** Whom to ask, about what, in which language. */
export function CampaignDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const navigate = useNavigate();
  const views = useCustomerViews();
  const start = useStartCampaign();
  const [form] = Form.useForm<Filled>();
  const options = [
    { value: "", label: t.everybody },
    ...(views.data ?? []).map((view) => ({ value: view.id, label: t.viewOf(view.name) })),
  ];
  const submit = ({ view, ...rest }: Filled) =>
    start.mutate(
      { ...rest, filter: conditions(views.data ?? [], view) },
      { onSuccess: (campaign) => navigate(`/quality/verification/${campaign.id}`) },
    );
  return (
    <Modal
      open
      title={t.start}
      okText={t.begin}
      cancelText={c.cancel}
      confirmLoading={start.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          name: "",
          view: "",
          kind: "email",
          language: "zh-CN",
          every_point: false,
        }}
        onFinish={submit}
      >
        <Form.Item name="name" label={t.campaignName}>
          <Input maxLength={120} placeholder={t.campaignNameHint} />
        </Form.Item>
        <Form.Item name="view" label={t.whom} extra={t.whomHint}>
          <Select options={options} loading={views.isPending} />
        </Form.Item>
        <Form.Item name="kind" label={t.whatKind}>
          <Radio.Group
            options={(["email", "mobile"] as const).map((value) => ({
              value,
              label: t.kinds[value],
            }))}
          />
        </Form.Item>
        <Form.Item name="every_point" valuePropName="checked">
          <Checkbox>{t.everyPoint}</Checkbox>
        </Form.Item>
        <Form.Item name="language" label={t.messageLanguage}>
          <Segmented
            options={(["zh-CN", "en"] as const).map((value) => ({
              value,
              label: <span lang={value}>{t.languages[value]}</span>,
            }))}
          />
        </Form.Item>
        <p className="muted">{t.rulesHint}</p>
        {start.error && <Alert type="error" showIcon title={errorText(start.error)} />}
      </Form>
    </Modal>
  );
}
