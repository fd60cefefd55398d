import { Mentions } from "antd";
import { useState } from "react";
import { useMentionable } from "../api/mentions";
import { useRested } from "../lib/debounce";
import type { MentionProps } from "./MentionInput";

/** The field itself, which offers colleagues behind an @. */
export function MentionField({ customerId, ...rest }: MentionProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const offered = useMentionable(customerId, useRested(typed, 150));
  // Until the answer is there, nobody is offered who does not fit what was typed meanwhile.
  const wanted = (typed ?? "").toLowerCase();
  const fits = (offered.data ?? []).filter(({ name, handle }) =>
    `${name} ${handle}`.toLowerCase().includes(wanted),
  );
  return (
    <Mentions
      {...rest}
      onSearch={setTyped}
      filterOption={false}
      loading={offered.isFetching}
      notFoundContent={null}
      options={fits.map((person) => ({
        key: person.id,
        value: person.handle,
        label: (
          <>
            {person.name} <span className="muted small">{person.department}</span>
          </>
        ),
      }))}
    />
  );
}
