import { App, Button, Flex } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import type { CustomerDetail } from "../types";
import { usePart } from "./api";
import { type Hint, useHints, usePutAside, useTakeUp } from "./hints";
import { pageTexts } from "./locale";

/** Persons and organisations whose records speak of each other: one click ties them, or puts the hint aside. */
export function Hints({ customer, locked }: { customer: CustomerDetail; locked: boolean }) {
  const t = useTexts(pageTexts);
  const found = useHints(customer.id);
  if (!found.data?.length) return null;
  return (
    <section className="relation-hints" aria-label={t.hints}>
      <div className="muted">{t.hints}</div>
      <ul className="relation-hint-list">
        {found.data.map((hint) => (
          <HintLine key={hint.id} {...{ customer, hint, locked }} />
        ))}
      </ul>
    </section>
  );
}

type LineProps = { customer: CustomerDetail; hint: Hint; locked: boolean };

function HintLine({ customer, hint, locked }: LineProps) {
  const t = useTexts(pageTexts);
  const { message } = App.useApp();
  const tie = usePart(customer.id, "relations");
  const aside = usePutAside(customer.id);
  const back = useTakeUp(customer.id);
  const [key] = useState(() => `hint-${hint.id}`);
  const failed = (error: Error) => void message.error(errorText(error));
  const inverse = customer.kind === "organisation";
  const relate = () =>
    tie.mutate({ add: { kind: "works_at", other_id: hint.id, inverse } }, { onError: failed });
  const putAside = () =>
    aside.mutate(hint.id, {
      onSuccess: () =>
        void message.open({
          key,
          type: "success",
          content: (
            <>
              {t.hintAside(hint.name)}{" "}
              <Button
                type="link"
                size="small"
                onClick={() => {
                  back.mutate(hint.id);
                  message.destroy(key);
                }}
              >
                {t.hintBack}
              </Button>
            </>
          ),
        }),
    });
  return (
    <li>
      <div>
        <Link to={`/customers/${hint.id}`}>{hint.name}</Link>
        <div className="muted">{hint.clues.map((clue) => clue.text).join(t.hintBetween)}</div>
      </div>
      {!locked && (
        <Flex gap={4}>
          <Button size="small" loading={tie.isPending} onClick={relate}>
            {inverse ? t.hintEmploys : t.hintWorksAt}
          </Button>
          <Button size="small" type="text" loading={aside.isPending} onClick={putAside}>
            {t.hintNo}
          </Button>
        </Flex>
      )}
    </li>
  );
}
