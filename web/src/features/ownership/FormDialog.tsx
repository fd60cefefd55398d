import { Alert, Form, type FormInstance, Modal } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";

type Props<T> = {
  title: string;
  form: FormInstance<T>;
  initial: Partial<T>;
  saving: { isPending: boolean; error: unknown };
  onSave: (values: T) => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog around a form; a refusal stands above the fields, and what was typed stays. */
export function FormDialog<T extends object>(props: Props<T>) {
  const c = useTexts(common);
  const { form, saving } = props;
  return (
    <Modal
      open
      title={props.title}
      okText={c.save}
      cancelText={c.cancel}
      confirmLoading={saving.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
      destroyOnHidden
    >
      {Boolean(saving.error) && <Alert type="error" showIcon title={errorText(saving.error)} />}
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
