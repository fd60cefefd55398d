import { Alert, App, Form, type FormInstance, Modal } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { useDeed } from "./api";
import { incidentTexts } from "./locale";

type Props<Filled, Done> = {
  title: string;
  form: FormInstance<Filled>;
  first: Partial<Filled>;
  deed: (filled: Filled) => () => Promise<Done>;
  onDone?: (done: Done) => void;
  onClose: () => void;
  children: ReactNode;
};

/** A few questions and the deed they lead to; what is filled in stays there when the server refuses. */
export function Dialog<Filled extends object, Done>(props: Props<Filled, Done>) {
  const t = useTexts(incidentTexts);
  const { message } = App.useApp();
  const done = useDeed<Done>();
  const save = (filled: Filled) =>
    done.mutate(props.deed(filled), {
      onSuccess: (made) => {
        void message.success(t.saved);
        props.onClose();
        props.onDone?.(made);
      },
    });
  return (
    <Modal
      open
      title={props.title}
      okText={t.save}
      cancelText={t.cancel}
      confirmLoading={done.isPending}
      onOk={() => props.form.submit()}
      onCancel={props.onClose}
    >
      {done.isError && <Alert type="error" showIcon title={errorText(done.error)} />}
      <Form<Filled>
        form={props.form}
        layout="vertical"
        requiredMark="optional"
        initialValues={props.first}
        onFinish={save}
      >
        {props.children}
      </Form>
    </Modal>
  );
}
