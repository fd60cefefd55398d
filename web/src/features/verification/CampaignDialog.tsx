import { Alert, Button, Checkbox, Form, Input, Modal, Radio, Segmented, Select } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { useCampaignOutlook, useCustomerViews, useStartCampaign } from "./api";
import { locale } from "./locale";
import type { CampaignDraft, CampaignOutlook, View } from "./types";

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

/** Whom to ask, about what, in which language; then how many that are, and only then the sending. */
export function CampaignDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const navigate = useNavigate();
  const views = useCustomerViews();
  const outlook = useCampaignOutlook();
  const start = useStartCampaign();
  const [draft, setDraft] = useState<CampaignDraft | null>(null);
  const [form] = Form.useForm<Filled>();
  const count = ({ view, ...rest }: Filled) => {
    const body = { ...rest, filter: conditions(views.data ?? [], view) };
    outlook.mutate(body, { onSuccess: () => setDraft(body) });
  };
  const begin = (body: CampaignDraft) =>
    start.mutate(body, {
      onSuccess: (campaign) => navigate(`/quality/verification/${campaign.id}`),
    });
  const failed = draft ? start.error : outlook.error;
  return (
    <Modal
      open
      title={t.start}
      onCancel={onClose}
      footer={[
        <Button key="back" onClick={draft ? () => setDraft(null) : onClose}>
          {draft ? t.change : c.cancel}
        </Button>,
        <Button
          key="on"
          type="primary"
          loading={outlook.isPending || start.isPending}
          onClick={() => (draft ? begin(draft) : form.submit())}
        >
          {draft ? t.begin : t.count}
        </Button>,
      ]}
    >
      <div hidden={draft !== null}>
        <Questions form={form} views={views.data ?? []} onFinish={count} />
      </div>
      {draft && outlook.data && <Counted outlook={outlook.data} />}
      {failed && <Alert type="error" showIcon title={errorText(failed)} />}
    </Modal>
  );
}

function Counted({ outlook }: { outlook: CampaignOutlook }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  return (
    <div aria-live="polite">
      <p>
        <strong>{t.outlook(number(outlook.customers), number(outlook.points))}</strong>
      </p>
      {outlook.verified > 0 && <p>{t.outlookVerified(number(outlook.verified))}</p>}
      <p className="muted">{t.rulesHint}</p>
    </div>
  );
}

type QuestionsProps = {
  form: ReturnType<typeof Form.useForm<Filled>>[0];
  views: View[];
  onFinish: (filled: Filled) => void;
};

function Questions({ form, views, onFinish }: QuestionsProps) {
  const t = useTexts(locale);
  const options = [
    { value: "", label: t.everybody },
    ...views.map((view) => ({ value: view.id, label: t.viewOf(view.name) })),
  ];
  const kinds = (["email", "mobile"] as const).map((value) => ({ value, label: t.kinds[value] }));
  const languages = (["zh-CN", "en"] as const).map((value) => ({
    value,
    label: t.languages[value],
  }));
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ name: "", view: "", kind: "email", language: "zh-CN", every_point: false }}
      onFinish={onFinish}
    >
      <Form.Item name="name" label={t.campaignName}>
        <Input maxLength={120} placeholder={t.campaignNameHint} />
      </Form.Item>
      <Form.Item name="view" label={t.whom} extra={t.whomHint}>
        <Select options={options} />
      </Form.Item>
      <Form.Item name="kind" label={t.whatKind}>
        <Radio.Group options={kinds} />
      </Form.Item>
      <Form.Item name="every_point" valuePropName="checked">
        <Checkbox>{t.everyPoint}</Checkbox>
      </Form.Item>
      <Form.Item name="language" label={t.messageLanguage}>
        <Segmented options={languages} />
      </Form.Item>
    </Form>
  );
}
