import { Select } from "antd";
import { useState } from "react";
import { usePeople } from "../../../api/directory";
import { useRested } from "../../../lib/debounce";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";

type Props = {
  id?: string;
  value?: string[];
  onChange?: (ids: string[]) => void;
  /** Whom not to offer. */
  except?: readonly string[];
  /** Names of people who may be chosen already. */
  known?: readonly { id: string; name: string }[];
};

/** Picks several colleagues from the directory by typing. */
export function PeopleSelect({ id, value, onChange, except = [], known = [] }: Props) {
  const t = useTexts(common);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<readonly { value: string; label: string }[]>(
    known.map((person) => ({ value: person.id, label: person.name })),
  );
  const people = usePeople(useRested(typed, 200));
  const found = (people.data ?? [])
    .filter((person) => !except.includes(person.id))
    .map((person) => ({ value: person.id, label: person.name }));
  const options = [
    ...chosen.filter(
      (one) => value?.includes(one.value) && !found.some((f) => f.value === one.value),
    ),
    ...found,
  ];
  return (
    <Select
      id={id}
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t.pickPerson}
      loading={people.isFetching}
      options={options}
      value={value ?? []}
      onChange={(ids: string[]) => {
        setChosen(options);
        onChange?.(ids);
      }}
      style={{ width: "100%" }}
    />
  );
}
