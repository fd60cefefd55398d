import { BankOutlined, SearchOutlined, UserOutlined } from "@ant-design/icons";
import { AutoComplete, type GetRef, Input } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useRested } from "../../../lib/debounce";
import { useTexts } from "../../../lib/i18n";
import { keyName, useKeys } from "../../../lib/keyboard";
import { usePhone } from "../../../lib/media";
import { useSearch } from "../api";
import type { SearchHit } from "../types";
import { searchTexts } from "./locale";
import "./search.css";

function HitRow({ hit }: { hit: SearchHit }) {
  const rest = [hit.matched, hit.owner?.name, hit.department?.name].filter(Boolean).join(" · ");
  return (
    <div className="hit">
      {hit.kind === "person" ? <UserOutlined aria-hidden /> : <BankOutlined aria-hidden />}
      <span className="hit-name">{hit.name}</span>
      <span className="muted small hit-rest">{rest}</span>
      <span className="muted small num">{hit.number}</span>
    </div>
  );
}

/** The one search box: hits below it, arrow keys and ↵ open one. */
export function SearchBox() {
  const t = useTexts(searchTexts);
  const phone = usePhone();
  const navigate = useNavigate();
  const box = useRef<GetRef<typeof AutoComplete>>(null);
  const marked = useRef<string>(undefined);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const [hurried, setHurried] = useState(false);
  const allowed = useCan()(RIGHTS.view);
  const q = useRested(typed.trim(), 160);
  const search = useSearch(allowed ? q : "");
  useKeys(
    [{ keys: "mod+k", label: t.label, group: t.group, run: () => box.current?.focus() }],
    allowed,
  );
  const hits = q === "" ? [] : (search.data?.hits ?? []);
  const settled = q === typed.trim() && !search.isFetching;
  const go = (id: string) => {
    setTyped("");
    setHurried(false);
    setOpen(false);
    box.current?.blur();
    navigate(`/customers/${id}`);
  };
  // ↵ before the hits belong to what is typed: the first one opens as soon as they do.
  useEffect(() => {
    if (!hurried || !settled) return;
    setHurried(false);
    const first = hits[0];
    if (first) go(first.id);
  });
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing || typed.trim() === "") return;
    event.preventDefault();
    event.stopPropagation();
    const hit = hits.find(({ id }) => id === marked.current) ?? hits[0];
    if (!settled) setHurried(true);
    else if (hit) go(hit.id);
  };
  if (!allowed) return null;
  const count = search.data?.count;
  const total = count ? `${count.value}${count.capped ? "+" : ""}` : "";
  const status = search.isError ? t.failed : search.isFetching ? t.searching : t.none;
  return (
    <AutoComplete
      ref={box}
      className="search"
      open={open && q !== ""}
      onOpenChange={setOpen}
      value={typed}
      // Choosing an option would write its id into the box.
      onChange={(value, option) => {
        setHurried(false);
        setTyped(option && "value" in option ? "" : value);
      }}
      onSelect={go}
      onActive={(id) => {
        marked.current = String(id);
      }}
      defaultActiveFirstOption
      options={hits.map((hit) => ({ value: hit.id, label: <HitRow hit={hit} /> }))}
      notFoundContent={<span className="muted small">{status}</span>}
      popupRender={(menu) => (
        <>
          {menu}
          {hits.length > 0 && (
            <div className="hit-count muted small">{t.found(hits.length, total)}</div>
          )}
        </>
      )}
    >
      <Input
        prefix={<SearchOutlined aria-hidden />}
        suffix={phone ? null : <kbd>{keyName("mod+k")}</kbd>}
        placeholder={phone ? t.short : t.placeholder}
        aria-label={t.label}
        onFocus={() => setOpen(true)}
        onKeyDown={press}
      />
    </AutoComplete>
  );
}
