import { EyeInvisibleOutlined } from "@ant-design/icons";
import { Alert, Button, Flex, Input, Progress, Tooltip } from "antd";
import { useEffect, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useFields } from "../../api/fields";
import { useLanguage, useTexts } from "../../lib/i18n";
import { useKeys } from "../../lib/keyboard";
import { formatNumber } from "../../lib/numbers";
import { errorText } from "../../ui/errorText";
import { grouped, isBare, isUnknown, percent } from "./cleaning";
import { locale } from "./locale";
import type { CleanField } from "./types";
import type { LookAll } from "./useLookAll";

export const fieldAddress = (field: CleanField) => `?field=${encodeURIComponent(field.code)}`;

/** What is known about a field, in a few words; what needs somebody comes first. */
function Known({ field }: { field: CleanField }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const { profile } = field;
  if (!profile || isUnknown(field)) return <span className="muted">{t.notLooked}</span>;
  if (profile.state === "running") return <span className="muted">{t.looking}</span>;
  if (profile.outdated) return <span className="clean-todo">{t.outdated}</span>;
  if (isBare(field)) return <span className="muted">{t.bare}</span>;
  const count = (value: number) => formatNumber(value, language);
  const share = `${percent(profile.filled, profile.customers)}%`;
  return (
    <>
      {profile.suggestions > 0 && (
        <span className="clean-todo">{t.suggestionsCount(count(profile.suggestions))}</span>
      )}
      {profile.invalid > 0 && (
        <span className="clean-wrong">{t.invalidCount(count(profile.invalid))}</span>
      )}
      {profile.suggestions + profile.invalid === 0 && <span className="muted">{t.tidy}</span>}
      <span className="muted">{t.filledShare(share)}</span>
    </>
  );
}

/** Whoever comes first does not know where to begin: look at everything, and see. */
function LookAllBar({ fields, lookAll }: { fields: CleanField[]; lookAll: LookAll }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const { progress, error, start, stop } = lookAll;
  const unknown = fields.filter(isUnknown).map(({ code }) => code);
  const count = (value: number) => formatNumber(value, language);
  if (progress) {
    return (
      <div className="clean-all" aria-live="polite">
        <Progress
          percent={percent(progress.done, progress.total)}
          size="small"
          status="active"
          showInfo={false}
          aria-label={t.lookingAll}
        />
        <Flex justify="space-between" align="center" gap={8}>
          <span className="small">
            {t.lookingAll} {count(progress.done)} / {count(progress.total)}
          </span>
          <Button size="small" onClick={stop}>
            {t.stop}
          </Button>
        </Flex>
        <p className="muted small clean-hint">{t.lookingAllHint}</p>
      </div>
    );
  }
  if (unknown.length < 2 && !error) return null;
  return (
    <div className="clean-all">
      {error !== null && <Alert type="error" showIcon title={errorText(error)} />}
      {unknown.length > 1 && (
        <Button block onClick={() => start(unknown)}>
          {t.lookAll(count(unknown.length))}
        </Button>
      )}
    </div>
  );
}

type Props = { fields: CleanField[]; chosen: CleanField | undefined; lookAll: LookAll };

export function FieldList({ fields, chosen, lookAll }: Props) {
  const t = useTexts(locale);
  const navigate = useNavigate();
  const language = useLanguage();
  const [sought, setSought] = useState("");
  const sections = useFields().data?.groups;
  const [all, setAll] = useState(false);
  const bare = fields.filter((field) => isBare(field) && field !== chosen);
  // Not while it fills: nothing should move away from under the mouse.
  const folded = !all && !lookAll.progress && sought === "" && bare.length > 0;
  const groups = grouped(folded ? fields.filter((field) => !bare.includes(field)) : fields, sought);
  const heading = (code: string) => sections?.find((each) => each.code === code)?.label ?? "";
  const shown = groups.flatMap((group) => group.fields);
  const step = (by: number) => {
    const place = chosen ? shown.indexOf(chosen) + by : 0;
    const next = shown[place];
    if (next) navigate(fieldAddress(next), { replace: true });
  };
  useKeys([
    { keys: "j", label: t.nextField, group: t.keysGroup, run: () => step(1) },
    { keys: "k", label: t.previousField, group: t.keysGroup, run: () => step(-1) },
  ]);
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another field may be out of sight
  useEffect(() => {
    const here = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (!list.current || !here) return;
    const { scrollTop, clientHeight } = list.current;
    // Only the list moves, not the page, and only when it must.
    if (
      here.offsetTop < scrollTop ||
      here.offsetTop + here.offsetHeight > scrollTop + clientHeight
    ) {
      list.current.scrollTop = here.offsetTop - clientHeight / 2;
    }
  }, [chosen?.code]);
  return (
    <nav ref={list} className="clean-fields" aria-label={t.fields}>
      <Input
        type="search"
        allowClear
        placeholder={t.findField}
        aria-label={t.findField}
        value={sought}
        onChange={(event) => setSought(event.target.value)}
        onPressEnter={() => shown[0] && navigate(fieldAddress(shown[0]))}
      />
      <LookAllBar fields={fields} lookAll={lookAll} />
      {groups.length === 0 && <p className="muted">{t.noField}</p>}
      {groups.map((group) => (
        <section key={group.code} aria-label={heading(group.code)}>
          <h2>{heading(group.code)}</h2>
          <ul>
            {group.fields.map((field) => (
              <li key={field.code}>
                <Link
                  to={fieldAddress(field)}
                  className="clean-field plain"
                  aria-current={field === chosen ? "true" : undefined}
                >
                  <span className="clean-field-name">
                    {field.label}
                    {field.readable === "masked" && (
                      <Tooltip title={t.masked}>
                        <EyeInvisibleOutlined aria-label={t.masked} className="muted" />
                      </Tooltip>
                    )}
                  </span>
                  <span className="clean-known small">
                    <Known field={field} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {folded && (
        <Button type="link" className="clean-unfold" onClick={() => setAll(true)}>
          {t.showBare(formatNumber(bare.length, language))}
        </Button>
      )}
    </nav>
  );
}
