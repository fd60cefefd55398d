import { Alert, App, Form, Input, Modal, Select, Switch } from "antd";
import { usePeople } from "../../../api/directory";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { type Queue, type QueueDraft, useSaveQueue } from "./api";
import { serviceSettingTexts } from "./locale";

const KINDS = ["complaint", "consultation", "repair"] as const;

function Members({ queue, ...rest }: { queue: Queue | null; id?: string }) {
  const t = useTexts(serviceSettingTexts);
  const people = usePeople("");
  const there = new Map((queue?.members ?? []).map(({ id, name }) => [id, name]));
  for (const { id, name } of people.data ?? []) there.set(id, name);
  return (
    <Select
      {...rest}
      mode="multiple"
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t.noMembers}
      loading={people.isFetching}
      options={[...there].map(([value, label]) => ({ value, label }))}
    />
  );
}

/** A queue: new, or changed. */
export function QueueDialog({ queue, onClose }: { queue: Queue | null; onClose: () => void }) {
  const t = useTexts(serviceSettingTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const [form] = Form.useForm<QueueDraft>();
  const saving = useSaveQueue();
  const save = (values: QueueDraft) =>
    saving.mutate(
      { ...values, id: queue?.id ?? null, version: queue?.version ?? 0 },
      {
        onSuccess: () => {
          message.success(c.saved);
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={queue ? t.changeQueue : t.addQueue}
      okText={c.save}
      cancelText={c.cancel}
      confirmLoading={saving.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      {saving.isError && (
        <Alert type="error" showIcon title={errorText(saving.error)} className="settings-head" />
      )}
      <Form<QueueDraft>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={{
          name: queue?.name ?? "",
          kinds: queue?.kinds ?? [],
          member_ids: (queue?.members ?? []).map(({ id }) => id),
          active: queue?.active ?? true,
        }}
        onFinish={save}
      >
        <Form.Item
          name="name"
          label={t.name}
          rules={[{ required: true, whitespace: true, message: t.nameMissing }]}
        >
          <Input autoFocus maxLength={40} />
        </Form.Item>
        <Form.Item name="kinds" label={t.kindsLabel} extra={t.kindsHint}>
          <Select
            mode="multiple"
            placeholder={t.byHand}
            options={KINDS.map((value) => ({ value, label: t.kinds[value] }))}
          />
        </Form.Item>
        <Form.Item name="member_ids" label={t.members}>
          <Members queue={queue} />
        </Form.Item>
        <Form.Item name="active" label={t.inUse} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Modal>
  );
}
