import { Alert, App, Form, type FormInstance, Modal } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { type Deed, useDeed } from "./api";

type Props<Filled> = {
  title: string;
  form: FormInstance<Filled>;
  first?: Partial<Filled>;
  deed: (filled: Filled) => Deed;
  said: string;
  customerId?: string | undefined;
  danger?: boolean;
  onClose: () => void;
  children: ReactNode;
};

/** A few questions and the deed they lead to; what is filled in stays there when the server refuses. */
export function Dialog<Filled extends object>(props: Props<Filled>) {
  const c = useTexts(common);
  const { message } = App.useApp();
  const done = useDeed(props.customerId);
  const save = (filled: Filled) =>
    done.mutate(props.deed(filled), {
      onSuccess: () => {
        message.success(props.said);
        props.onClose();
      },
    });
  return (
    <Modal
      open
      title={props.title}
      okText={props.danger ? props.title : c.save}
      okButtonProps={{ danger: props.danger ?? false }}
      cancelText={c.cancel}
      confirmLoading={done.isPending}
      onOk={() => props.form.submit()}
      onCancel={props.onClose}
    >
      {done.isError && <Alert type="error" showIcon title={errorText(done.error)} />}
      <Form<Filled>
        form={props.form}
        layout="vertical"
        requiredMark="optional"
        initialValues={props.first ?? {}}
        onFinish={save}
      >
        {props.children}
      </Form>
    </Modal>
  );
}

/** The choices of a select or a group of buttons, in the words of a locale. */
export function choices<T extends string>(words: Record<T, string>) {
  return (Object.keys(words) as T[]).map((value) => ({ value, label: words[value] }));
}
