import { Form, Input, Segmented, Select } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { answer, type DataRequest, type How, identify, type Refused, refuse } from "./api";
import { choices, Dialog } from "./Dialog";
import { locale } from "./locale";

type Filled = { how: How; words: string; reason: Refused };
type Step = "identify" | "answer" | "refuse";

/** The next step of a request: its identity checked, then done; or refused, with reasons, at any time. */
export function HandleDialog({ row, onClose }: { row: DataRequest; onClose: () => void }) {
  const t = useTexts(locale);
  const onward: Step[] =
    row.state === "open" ? ["identify"] : row.kind === "delete" ? [] : ["answer"];
  const steps: Step[] = [...onward, "refuse"];
  const [step, setStep] = useState<Step>(steps[0] ?? "refuse");
  const [form] = Form.useForm<Filled>();
  const deed = (filled: Filled) => {
    if (step === "identify") return identify(row, filled.how);
    if (step === "answer") return answer(row, filled.words);
    return refuse(row, filled.reason, filled.words);
  };
  return (
    <Dialog<Filled>
      title={`${t.kinds[row.kind as keyof typeof t.kinds]} · ${row.customer}`}
      form={form}
      first={{ how: "document", reason: "not_identified" }}
      customerId={row.customer_id}
      said={t.recorded}
      deed={deed}
      onClose={onClose}
    >
      {row.words && <p className="privacy-text">{row.words}</p>}
      <Form.Item>
        <Segmented<Step>
          aria-label={t.handle}
          value={step}
          onChange={setStep}
          options={steps.map((value) => ({ value, label: t[value] }))}
        />
      </Form.Item>
      {step === "identify" && (
        <Form.Item name="how" label={t.how}>
          <Select options={choices(t.hows)} />
        </Form.Item>
      )}
      {step === "refuse" && (
        <Form.Item name="reason" label={t.reason}>
          <Select options={choices(t.refusals)} />
        </Form.Item>
      )}
      {step !== "identify" && (
        <Form.Item
          name="words"
          label={t.answerHint}
          rules={[{ required: true, min: 2, message: t.wordsMissing }]}
        >
          <Input.TextArea autoSize={{ minRows: 3 }} maxLength={5000} />
        </Form.Item>
      )}
    </Dialog>
  );
}
