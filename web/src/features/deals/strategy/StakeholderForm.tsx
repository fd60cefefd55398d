import { Alert, App, AutoComplete, Flex, Form, Input, Modal, Select } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import {
  addStakeholder,
  changeStakeholder,
  type NewStakeholder,
  type Stakeholder,
  useDeed,
  useKnownPeople,
} from "./api";
import { strategyTexts } from "./locale";

const LEVELS = {
  role: ["decider", "influencer", "user", "gatekeeper", "other"],
  influence: ["high", "medium", "low"],
  attitude: ["for", "neutral", "against", "unknown"],
} as const;
const START = { role: "influencer", influence: "medium", attitude: "unknown" } as const;

/** Whom the archive knows there: contacts with their positions, and persons with archives of their own, the linked one too. */
function useKnown(customerId: string, row?: Stakeholder) {
  const page = useKnownPeople(customerId).data;
  const contacts = page?.contacts ?? [];
  const tied = (page?.relations ?? []).map((each) => each.other);
  const persons = [...tied, ...contacts.flatMap((each) => each.person ?? [])].filter(
    (each, place, all) =>
      each.kind === "person" && all.findIndex((other) => other.id === each.id) === place,
  );
  const linked =
    row?.person_id && !persons.some((each) => each.id === row.person_id)
      ? [{ id: row.person_id, name: row.name ?? "", number: "" }]
      : [];
  return {
    names: [
      ...contacts.map(({ name, title, person }) => ({ name, position: title ?? "", person })),
      ...persons.map((person) => ({ name: person.name, position: "", person })),
    ].filter(
      // A masked name is none to write down.
      ({ name }, place, all) =>
        !name.includes("*") && all.findIndex((other) => other.name === name) === place,
    ),
    persons: [...linked, ...persons],
  };
}

type Props = {
  customerId: string;
  /** Who is changed; without it, it is a new one. */
  row?: Stakeholder;
  onClose: () => void;
};

/** Writes down who has a say, or changes what is known of them. */
export function StakeholderForm({ customerId, row, onClose }: Props) {
  const t = useTexts(strategyTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const [form] = Form.useForm<NewStakeholder>();
  const known = useKnown(customerId, row);
  const deed = useDeed(customerId);
  const save = (filled: NewStakeholder) => {
    const { person_id, ...said } = filled;
    // A link that was not touched stays: the reader may not know of it.
    const link = form.isFieldTouched("person_id") || !row ? { person_id: person_id ?? null } : {};
    const body = { ...said, ...link };
    deed.mutate(row ? changeStakeholder(customerId, row, body) : addStakeholder(customerId, body), {
      onSuccess: () => {
        message.success(t.saved);
        onClose();
      },
    });
  };
  const take = (name: string) => {
    const found = known.names.find((each) => each.name === name);
    if (found?.position) form.setFieldValue("position", found.position);
    // Of whoever was chosen before nothing stays, were it none at all.
    form.setFields([{ name: "person_id", value: found?.person?.id ?? null, touched: true }]);
  };
  const words = { role: t.roles, influence: t.influences, attitude: t.attitudes };
  return (
    <Modal
      open
      title={row ? t.changePerson : t.addPerson}
      okText={c.save}
      cancelText={c.cancel}
      confirmLoading={deed.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {deed.isError && (
        <Alert type="error" showIcon title={errorText(deed.error)} className="deal-alert" />
      )}
      <Form<NewStakeholder>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={
          row
            ? { ...row, name: row.name ?? "", position: row.position ?? "", note: row.note ?? "" }
            : { ...START, position: "", note: "" }
        }
        onFinish={save}
      >
        <Flex gap={12} wrap>
          <Form.Item
            name="name"
            label={t.name}
            className="deal-wide"
            rules={[{ required: true, whitespace: true, message: t.nameMissing }]}
          >
            <AutoComplete
              autoFocus
              maxLength={200}
              options={known.names.map((each) => ({ value: each.name }))}
              showSearch={{ filterOption: true }}
              onSelect={take}
            />
          </Form.Item>
          <Form.Item name="position" label={t.position} className="deal-wide">
            <Input maxLength={200} />
          </Form.Item>
        </Flex>
        <Flex gap={12} wrap>
          {(["role", "influence", "attitude"] as const).map((name) => (
            <Form.Item key={name} name={name} label={t[name]} required className="strategy-level">
              <Select
                options={LEVELS[name].map((value) => ({
                  value,
                  label: (words[name] as Record<string, string>)[value],
                }))}
              />
            </Form.Item>
          ))}
        </Flex>
        {known.persons.length > 0 && (
          <Form.Item name="person_id" label={t.person}>
            <Select
              allowClear
              options={known.persons.map((each) => ({
                value: each.id,
                label: `${each.name} ${each.number}`.trim(),
              }))}
            />
          </Form.Item>
        )}
        <Form.Item name="note" label={t.personNote}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={5000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
