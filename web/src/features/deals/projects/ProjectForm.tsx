import { Alert, App, Flex, Form, Input, Modal, Select } from "antd";
import { useCan, useMe } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { PersonSelect } from "../../../ui/PersonSelect";
import { useOfCustomer } from "../api";
import { FirstFields } from "../FirstFields";
import { VIEW } from "../rights";
import { titleOf } from "../words";
import { changeProject, enterProject, type Project, useDeed } from "./api";
import { projectTexts } from "./locale";

type Filled = {
  customer?: string;
  name: string;
  goal?: string;
  owner_id?: string | null;
  opportunity_id?: string | null;
  starts_on?: string;
  due_on?: string;
};

/** The opportunity it came of, of the customer that is chosen. */
function OpportunityChoice({ customerId }: { customerId: string }) {
  const t = useTexts(projectTexts);
  const sees = useCan()(VIEW);
  const found = useOfCustomer(customerId, sees && customerId !== "");
  const rows = found.data?.opportunities ?? [];
  if (rows.length === 0) return null;
  return (
    <Form.Item<Filled> name="opportunity_id" label={t.opportunity} className="deal-wide">
      <Select
        allowClear
        options={rows.map((row) => ({ value: row.id, label: titleOf(row, t.unreadable) }))}
      />
    </Form.Item>
  );
}

type Props = {
  /** Of whom; without it, it is chosen. */
  customerId?: string;
  /** What is changed; without it, it is a new one. */
  row?: Project;
  onClose: () => void;
};

/** Enters a project, or changes what is known of one. */
export function ProjectForm({ customerId, row, onClose }: Props) {
  const t = useTexts(projectTexts);
  const c = useTexts(common);
  const me = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const chosen = Form.useWatch("customer", form) ?? "";
  const to = customerId ?? chosen;
  const deed = useDeed(to);
  const save = ({ customer: _, ...filled }: Filled) => {
    const body = {
      ...filled,
      goal: filled.goal ?? "",
      starts_on: filled.starts_on || null,
      due_on: filled.due_on || null,
      ...("opportunity_id" in filled ? { opportunity_id: filled.opportunity_id ?? null } : {}),
    };
    deed.mutate(row ? changeProject(row, body) : enterProject(to, body), {
      onSuccess: () => {
        message.success(row ? t.saved : t.created);
        onClose();
      },
    });
  };
  const initial: Partial<Filled> = row
    ? {
        name: row.name ?? "",
        goal: row.goal ?? "",
        owner_id: row.owner?.id,
        opportunity_id: row.opportunity_id,
        starts_on: row.starts_on ?? "",
        due_on: row.due_on ?? "",
      }
    : { owner_id: me.user.id };
  return (
    <Modal
      open
      title={row ? t.change : t.create}
      okText={c.save}
      cancelText={c.cancel}
      confirmLoading={deed.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {deed.isError && (
        <Alert type="error" showIcon title={errorText(deed.error)} className="deal-alert" />
      )}
      <Form<Filled>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={initial}
        onFinish={save}
      >
        <FirstFields customerId={customerId} field="name" texts={t} />
        <Form.Item name="goal" label={t.goal}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={5000} />
        </Form.Item>
        <Flex gap={12} wrap>
          <Form.Item name="starts_on" label={t.starts} className="deal-wide">
            <Input type="date" />
          </Form.Item>
          <Form.Item
            name="due_on"
            label={t.due}
            className="deal-wide"
            dependencies={["starts_on"]}
            rules={[
              ({ getFieldValue }) => ({
                validator: (_, due?: string) =>
                  due && due < (getFieldValue("starts_on") ?? "")
                    ? Promise.reject(new Error(t.wrongOrder))
                    : Promise.resolve(),
              }),
            ]}
          >
            <Input type="date" />
          </Form.Item>
        </Flex>
        <Flex gap={12} wrap>
          <Form.Item name="owner_id" label={t.owner} className="deal-wide">
            <PersonSelect name={row?.owner?.name ?? me.user.name} />
          </Form.Item>
          <OpportunityChoice customerId={to} />
        </Flex>
      </Form>
    </Modal>
  );
}
