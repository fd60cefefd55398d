import { Alert, Button } from "antd";
import { useNavigate } from "react-router";
import { useTexts } from "../../../lib/i18n";
import type { Hit } from "../types";
import { createTexts } from "./locale";
import { closeQuickCreate } from "./open";

function HitLine({ hit }: { hit: Hit }) {
  const t = useTexts(createTexts);
  const navigate = useNavigate();
  if (!hit.visible) return <li>{t.maskedHit(hit.initial ?? "", hit.department ?? "")}</li>;
  const name = hit.name ?? "";
  const open = () => {
    closeQuickCreate();
    navigate(`/customers/${hit.id}`);
  };
  return (
    <li>
      <strong>{name}</strong> <span className="muted num">{hit.number}</span>{" "}
      <span className="muted">{hit.reasons.map((reason) => reason.text).join(" · ")}</span>
      <Button type="link" size="small" aria-label={t.openIt(name)} onClick={open}>
        {t.open}
      </Button>
    </li>
  );
}

/** Who this may already be, and why; of a record one may not see, only that it exists. */
export function Duplicates({ hits }: { hits: Hit[] }) {
  const t = useTexts(createTexts);
  if (hits.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t.duplicates}
      description={
        <ul className="duplicates">
          {hits.map((hit, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a masked hit has no id
            <HitLine key={index} hit={hit} />
          ))}
        </ul>
      }
    />
  );
}
