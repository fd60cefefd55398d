import { Alert, App, Form, Modal } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { correctNeed, type Need, useDeed, writeDownNeed } from "./api";
import { projectTexts } from "./locale";
import { NeedFields } from "./NeedFields";
import { dayOf, type FilledNeed, needBody } from "./words";

type Props = {
  customerId: string;
  /** What is corrected; without it, it is a new one. */
  need?: Need;
  /** The project a new one is about. */
  projectId?: string;
  onClose: () => void;
};

function initial(need: Need | undefined, projectId: string | undefined): Partial<FilledNeed> {
  if (!need) return { day: dayOf(new Date().toISOString()), project_id: projectId };
  return {
    before: need.before ?? "",
    after: need.after ?? "",
    cause: need.cause ?? "",
    source: need.source ?? "",
    day: dayOf(need.at),
    project_id: need.project_id,
    opportunity_id: need.opportunity_id,
  };
}

/** Writes a change of need down about a project, or corrects one. */
export function NeedDialog({ customerId, need, projectId, onClose }: Props) {
  const t = useTexts(projectTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const [form] = Form.useForm<FilledNeed>();
  const deed = useDeed(customerId);
  const save = (filled: FilledNeed) => {
    const body = needBody(filled, need?.at);
    deed.mutate(need ? correctNeed(customerId, need, body) : writeDownNeed(customerId, body), {
      onSuccess: () => {
        message.success(need ? t.saved : t.entered);
        onClose();
      },
    });
  };
  return (
    <Modal
      open
      title={need ? t.changeNeed : t.addNeed}
      okText={c.save}
      cancelText={c.cancel}
      confirmLoading={deed.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {deed.isError && (
        <Alert type="error" showIcon title={errorText(deed.error)} className="deal-alert" />
      )}
      <Form<FilledNeed>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={initial(need, projectId)}
        onFinish={save}
      >
        <NeedFields customerId={customerId} />
      </Form>
    </Modal>
  );
}
