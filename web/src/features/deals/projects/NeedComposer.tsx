import { App, Button, Flex, Form } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { useDeed, writeDownNeed } from "./api";
import { projectTexts } from "./locale";
import { NeedFields } from "./NeedFields";
import { dayOf, type FilledNeed, needBody } from "./words";
import "../deals.css";

/** Writes down that the customer needs something else now. */
export function NeedComposer({ customerId, onDone }: { customerId: string; onDone: () => void }) {
  const t = useTexts(projectTexts);
  const { message } = App.useApp();
  const deed = useDeed(customerId);
  const save = (filled: FilledNeed) =>
    deed.mutate(writeDownNeed(customerId, needBody(filled)), {
      onSuccess: () => {
        message.success(t.entered);
        onDone();
      },
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <Form<FilledNeed>
      layout="vertical"
      requiredMark="optional"
      className="need-form"
      initialValues={{ day: dayOf(new Date().toISOString()) }}
      onFinish={save}
    >
      <NeedFields customerId={customerId} />
      <Flex justify="end">
        <Button type="primary" htmlType="submit" loading={deed.isPending}>
          {t.saveNeed}
        </Button>
      </Flex>
    </Form>
  );
}
