import { App, Button, Flex, Input, Typography } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { useParse } from "../api";
import type { Parsed } from "../types";
import { createTexts } from "./locale";

/** Turns pasted text into a draft. */
export function PasteBox({ onParsed }: { onParsed: (parsed: Parsed) => void }) {
  const t = useTexts(createTexts);
  const { message } = App.useApp();
  const [text, setText] = useState("");
  const parse = useParse();
  const run = (given: string) =>
    parse.mutate(given, {
      onSuccess: (parsed) => {
        const count = Object.keys(parsed.values).length;
        if (count === 0) return message.info(t.parsedNothing);
        onParsed(parsed);
        return message.success(t.parsed(count));
      },
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <Flex vertical gap={8}>
      <Typography.Text type="secondary">{t.pasteHint}</Typography.Text>
      <Input.TextArea
        aria-label={t.pasteLabel}
        autoSize={{ minRows: 3, maxRows: 8 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text");
          if (text === "" && pasted.trim() !== "") run(pasted);
        }}
      />
      <Flex justify="space-between" align="center" gap={8}>
        <Typography.Text type="secondary" ellipsis>
          {parse.data?.rest ? t.rest(parse.data.rest) : ""}
        </Typography.Text>
        <Button disabled={text.trim() === ""} loading={parse.isPending} onClick={() => run(text)}>
          {t.parse}
        </Button>
      </Flex>
    </Flex>
  );
}
