import { Alert, Checkbox, Form, Input, Modal } from "antd";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { useChangeView } from "../api";
import type { View } from "../types";
import type { ListState } from "./filters";
import { listTexts } from "./locale";

type Props = { view: View | null; state: ListState; onClose: () => void };

/** Names a new view, or renames one. */
export function ViewDialog({ view, state, onClose }: Props) {
  const t = useTexts(listTexts);
  const { save, cancel } = useTexts(common);
  const change = useChangeView();
  const mayShare = useCan()(RIGHTS.shareViews);
  const [form] = Form.useForm<{ name: string; shared: boolean }>();
  const submit = ({ name, shared }: { name: string; shared: boolean }) =>
    change.mutate(
      view
        ? { id: view.id, change: { name, shared } }
        : { create: { list: "customers", name, shared, state } },
      { onSuccess: onClose },
    );
  return (
    <Modal
      open
      title={view ? t.renameView : t.saveView}
      okText={save}
      cancelText={cancel}
      confirmLoading={change.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: view?.name ?? "", shared: view?.shared ?? false }}
        onFinish={submit}
      >
        <Form.Item
          name="name"
          label={t.viewName}
          rules={[{ required: true, whitespace: true, message: t.viewNameMissing }]}
        >
          <Input autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item name="shared" valuePropName="checked" noStyle>
          <Checkbox disabled={!mayShare}>{t.shareView}</Checkbox>
        </Form.Item>
        {change.error && <Alert type="error" showIcon title={errorText(change.error)} />}
      </Form>
    </Modal>
  );
}
