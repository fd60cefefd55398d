import { useMutation, useQuery } from "@tanstack/react-query";
import { App, Button, Checkbox, DatePicker, Form, Modal, Typography } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { call, client } from "../../../api/client";
import { download } from "../../../api/download";
import { ofCustomer } from "../../../api/ofCustomer";
import type { components } from "../../../api/schema";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import type { CustomerDetail } from "../types";
import { printTexts } from "./locale";
import "./print.css";

type Part = components["schemas"]["PrintPart"];
type Props = { customer: CustomerDetail; onClose: () => void };

const DAY = "YYYY-MM-DD";

function DayField(props: {
  id: string;
  label: string;
  value: Dayjs | null;
  onChange: (day: Dayjs | null) => void;
}) {
  const t = useTexts(printTexts);
  return (
    <Form.Item label={props.label} htmlFor={props.id}>
      <DatePicker id={props.id} value={props.value} placeholder={t.any} onChange={props.onChange} />
    </Form.Item>
  );
}

/** What of the archive goes on paper; everything, unless one takes something out. */
function Options({ customer, parts, onClose }: Props & { parts: Part[] }) {
  const t = useTexts(printTexts);
  const { cancel } = useTexts(common);
  const { message } = App.useApp();
  const [chosen, setChosen] = useState(() => parts.map((part) => part.code));
  const [since, setSince] = useState<Dayjs | null>(null);
  const [until, setUntil] = useState<Dayjs | null>(null);
  const wrong =
    chosen.length === 0 ? t.none : since && until?.isBefore(since, "day") ? t.wrongPeriod : null;
  const print = useMutation({
    mutationFn: () => {
      const query: Record<string, string> = {};
      if (chosen.length < parts.length) query.parts = chosen.join(",");
      if (since) query.since = since.format(DAY);
      if (until) query.until = until.format(DAY);
      return download(`/api/customers/${customer.id}/print`, query, `${customer.number}.pdf`);
    },
    onSuccess: () => {
      message.success(t.done);
      onClose();
    },
    onError: (error) => message.error(errorText(error)),
  });
  return (
    <Form layout="vertical" onFinish={() => print.mutate()}>
      <Typography.Paragraph type="secondary">{t.note}</Typography.Paragraph>
      <Form.Item label={t.parts}>
        <Checkbox.Group
          className="print-parts"
          aria-label={t.parts}
          options={parts.map((part) => ({ value: part.code, label: part.label }))}
          value={chosen}
          onChange={setChosen}
        />
      </Form.Item>
      <Form.Item label={t.period}>
        <div className="print-period">
          <DayField id="print-since" label={t.since} value={since} onChange={setSince} />
          <DayField id="print-until" label={t.until} value={until} onChange={setUntil} />
        </div>
      </Form.Item>
      {wrong && <Typography.Paragraph type="danger">{wrong}</Typography.Paragraph>}
      <div className="print-actions">
        <Button onClick={onClose}>{cancel}</Button>
        <Button
          type="primary"
          htmlType="submit"
          disabled={wrong !== null}
          loading={print.isPending}
        >
          {t.make}
        </Button>
      </div>
    </Form>
  );
}

/** Asks what of the archive to print, and makes the paper. */
export function PrintDialog({ customer, onClose }: Props) {
  const t = useTexts(printTexts);
  const path = { id: customer.id };
  const parts = useQuery({
    queryKey: [...ofCustomer(customer.id), "print-parts"],
    queryFn: () =>
      call<components["schemas"]["PrintParts"]>(
        client.GET("/api/customers/{id}/print/parts", { params: { path } }),
      ),
  });
  return (
    <Modal open title={t.title} footer={null} onCancel={onClose}>
      <QueryState query={parts}>
        {(found) => <Options customer={customer} parts={found.parts} onClose={onClose} />}
      </QueryState>
    </Modal>
  );
}
