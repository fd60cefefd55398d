import { Alert, App, Button, Collapse, Drawer, Flex, Form, Segmented } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { isApiError } from "../../../api/errors";
import { type Field, type Fields, useFields } from "../../../api/fields";
import { useRested } from "../../../lib/debounce";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { useCheck, useCreate } from "../api";
import type { Hit, Kind, Value } from "../types";
import { DraftField } from "./DraftField";
import { Duplicates } from "./Duplicates";
import {
  isFilable,
  offeredFields,
  shownFirst,
  type Typed,
  toValues,
  typedOf,
  withParsed,
} from "./draft";
import { createTexts } from "./locale";
import { closeQuickCreate, type Draft } from "./open";
import { PasteBox } from "./PasteBox";
import "./create.css";

type FieldsProps = {
  fields: Field[];
  typed: Typed;
  checked: Value[];
  focus?: string;
  onType: (code: string, text: string) => void;
};

function DraftFields({ fields, typed, checked, focus, onType }: FieldsProps) {
  // A drawer that opens without movement takes the focus for itself, after the field had it.
  useEffect(() => {
    const turn = setTimeout(() => focus && document.getElementById(`draft-${focus}`)?.focus(), 50);
    return () => clearTimeout(turn);
  }, [focus]);
  return fields.map((field) => (
    <DraftField
      key={field.code}
      field={field}
      value={typed[field.code] ?? ""}
      onChange={(text) => onType(field.code, text)}
      checked={checked}
      autoFocus={field.code === focus}
    />
  ));
}

/** The hits of the live check, or those that the server found while creating. */
function hitsOf(live: Hit[] | undefined, error: unknown): Hit[] {
  if (isApiError(error, "customer.duplicate")) return (error.details.hits as Hit[]) ?? [];
  return live ?? [];
}

type FormProps = { draft: Draft; register: Fields; onDirty: (dirty: boolean) => void };

function CreateForm({ draft, register, onDirty }: FormProps) {
  const t = useTexts(createTexts);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [kind, setKind] = useState<Kind>(draft.kind ?? "organisation");
  const [typed, setTyped] = useState<Typed>(() => typedOf(draft));
  // Fields that a reading filled stay on top while one types in them.
  const [filled, setFilled] = useState<ReadonlySet<string>>(new Set(Object.keys(typed)));
  const create = useCreate();
  const offered = useMemo(() => offeredFields(register.fields, kind), [register, kind]);
  const values = useMemo(() => toValues(typed, offered), [typed, offered]);
  const rested = useRested(values, 350);
  const filable = isFilable(kind, values);
  const check = useCheck(kind, rested, Object.keys(rested).length > 0);
  const checked = check.data?.values ?? [];
  const hits = hitsOf(check.data?.duplicates, create.error);
  const duplicate = hits.length > 0;
  const first = shownFirst(offered, kind, filled);
  const others = {
    typed,
    checked,
    onType: (code: string, text: string) => {
      create.reset();
      setTyped({ ...typed, [code]: text });
    },
  };
  const started = Object.keys(values).length > 0;
  useEffect(() => onDirty(started), [started, onDirty]);
  const submit = () =>
    create.mutate(
      { kind, values, ...(duplicate ? { force: true } : {}) },
      {
        onSuccess: ({ id, name, number }) => {
          message.success(t.created(name, number));
          closeQuickCreate();
          if (draft.onCreated) draft.onCreated(id);
          else navigate(`/customers/${id}`);
        },
      },
    );
  const groups = register.groups
    .map((group) => ({
      key: group.code,
      label: group.label,
      fields: offered.filter((each) => each.group === group.code && !first.includes(each)),
    }))
    .filter((group) => group.fields.length > 0);
  const refused = create.error && !isApiError(create.error, "customer.duplicate");
  return (
    <Form layout="vertical" className="create" onFinish={() => filable && submit()}>
      <Segmented
        block
        aria-label={t.kind}
        value={kind}
        onChange={setKind}
        options={[
          { value: "organisation", label: t.organisation },
          { value: "person", label: t.person },
        ]}
      />
      <Collapse
        ghost
        items={[
          {
            key: "paste",
            label: t.paste,
            children: (
              <PasteBox
                onParsed={(parsed) => {
                  if (parsed.kind) setKind(parsed.kind);
                  setTyped(withParsed(typed, parsed));
                  setFilled(new Set(Object.keys(parsed.values)));
                }}
              />
            ),
          },
        ]}
      />
      <DraftFields fields={first} focus="name" {...others} />
      <Collapse
        ghost
        items={[
          {
            key: "all",
            label: t.allFields,
            children: groups.map((group) => (
              <section key={group.key} className="section">
                <h2>{group.label}</h2>
                <DraftFields fields={group.fields} {...others} />
              </section>
            )),
          },
        ]}
      />
      <div className="create-foot">
        <Duplicates hits={hits} />
        {refused && <Alert type="error" showIcon title={errorText(create.error)} />}
        <Flex justify="space-between" align="center" gap={8}>
          <span className="muted small" role="status">
            {check.isFetching ? t.checking : check.data && !duplicate ? t.noDuplicate : ""}
            {!filable && (kind === "person" ? t.personRequired : t.required)}
          </span>
          <Button
            type="primary"
            danger={duplicate}
            htmlType="submit"
            disabled={!filable}
            loading={create.isPending}
          >
            {duplicate ? t.createAnyway : t.create}
          </Button>
        </Flex>
      </div>
    </Form>
  );
}

export function QuickCreate({ draft }: { draft: Draft }) {
  const t = useTexts(createTexts);
  const { close } = useTexts(common);
  const phone = usePhone();
  const { modal } = App.useApp();
  const fields = useFields();
  const [dirty, setDirty] = useState(false);
  const leave = () => {
    if (!dirty) return closeQuickCreate();
    return modal.confirm({
      title: t.discard,
      content: t.discardHint,
      okText: t.drop,
      cancelText: t.keep,
      onOk: closeQuickCreate,
    });
  };
  return (
    <Drawer
      open
      title={t.title}
      size={phone ? "100%" : 520}
      closable={{ "aria-label": close }}
      mask={{ closable: false }}
      onClose={leave}
    >
      <QueryState query={fields}>
        {(register) => <CreateForm draft={draft} register={register} onDirty={setDirty} />}
      </QueryState>
    </Drawer>
  );
}
