import { Alert, Form, type FormInstance, Modal } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";

type Props<T> = {
  title: string;
  okText?: string;
  form: FormInstance<T>;
  initial?: Partial<T>;
  doing: { isPending: boolean; error: unknown };
  onSubmit: (values: T) => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog around a form; a refusal stands above the fields, and what was typed stays. */
export function Dialog<T extends object>(props: Props<T>) {
  const c = useTexts(common);
  return (
    <Modal
      open
      title={props.title}
      okText={props.okText ?? c.save}
      cancelText={c.cancel}
      confirmLoading={props.doing.isPending}
      onOk={() => props.form.submit()}
      onCancel={props.onClose}
      destroyOnHidden
    >
      {Boolean(props.doing.error) && (
        <Alert type="error" showIcon title={errorText(props.doing.error)} className="case-alert" />
      )}
      <Form<T>
        form={props.form}
        layout="vertical"
        initialValues={props.initial}
        onFinish={props.onSubmit}
        requiredMark="optional"
      >
        {props.children}
      </Form>
    </Modal>
  );
}
