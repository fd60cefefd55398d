import { Alert, Form, type FormInstance, Modal } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";

type Props<T> = {
  title: string;
  form: FormInstance<T>;
  initial: Partial<T>;
  busy: boolean;
  error: unknown;
  width?: number;
  onSave: (values: T) => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog around a form: the refusal stands above the fields, nothing typed is lost. */
export function FormDialog<T extends object>(props: Props<T>) {
  const t = useTexts(common);
  const { form } = props;
  return (
    <Modal
      open
      title={props.title}
      width={props.width}
      okText={t.save}
      cancelText={t.cancel}
      confirmLoading={props.busy}
      onOk={() => form.submit()}
      onCancel={props.onClose}
      destroyOnHidden
    >
      {props.error !== null && props.error !== undefined && (
        <Alert type="error" showIcon title={errorText(props.error)} className="settings-head" />
      )}
      <Form
        form={form}
        layout="vertical"
        initialValues={props.initial}
        onFinish={props.onSave}
        requiredMark="optional"
      >
        {props.children}
      </Form>
    </Modal>
  );
}
