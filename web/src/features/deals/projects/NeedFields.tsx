import { Flex, Form, Input, Select } from "antd";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { useOfCustomer } from "../api";
import { SEE_PROJECTS, VIEW } from "../rights";
import { titleOf } from "../words";
import { useProjectsOf } from "./api";
import { projectTexts } from "./locale";
import { dayOf, type FilledNeed } from "./words";

const TEXT = { autoSize: { minRows: 1, maxRows: 6 }, maxLength: 5000 };

/** What a change of need is made of; the links offer what this customer has. */
export function NeedFields({ customerId }: { customerId: string }) {
  const t = useTexts(projectTexts);
  const can = useCan();
  const projects = useProjectsOf(customerId, can(SEE_PROJECTS)).data?.projects ?? [];
  const deals = useOfCustomer(customerId, can(VIEW)).data?.opportunities ?? [];
  return (
    <>
      <Form.Item<FilledNeed> name="before" label={t.before}>
        <Input.TextArea {...TEXT} />
      </Form.Item>
      <Form.Item<FilledNeed>
        name="after"
        label={t.after}
        rules={[{ required: true, whitespace: true, message: t.afterMissing }]}
      >
        <Input.TextArea {...TEXT} />
      </Form.Item>
      <Form.Item<FilledNeed> name="cause" label={t.cause}>
        <Input.TextArea {...TEXT} />
      </Form.Item>
      <Flex gap={12} wrap>
        <Form.Item<FilledNeed> name="source" label={t.source} className="deal-wide">
          <Input maxLength={200} placeholder={t.sourceHint} />
        </Form.Item>
        <Form.Item<FilledNeed> name="day" label={t.at}>
          <Input type="date" max={dayOf(new Date().toISOString())} />
        </Form.Item>
      </Flex>
      <Flex gap={12} wrap>
        {projects.length > 0 && (
          <Form.Item<FilledNeed> name="project_id" label={t.project} className="deal-wide">
            <Select
              allowClear
              options={projects.map((row) => ({
                value: row.id,
                label: row.name ?? t.unreadable,
              }))}
            />
          </Form.Item>
        )}
        {deals.length > 0 && (
          <Form.Item<FilledNeed>
            name="opportunity_id"
            label={t.aboutOpportunity}
            className="deal-wide"
          >
            <Select
              allowClear
              options={deals.map((row) => ({ value: row.id, label: titleOf(row, t.unreadable) }))}
            />
          </Form.Item>
        )}
      </Flex>
    </>
  );
}
