import { Alert, Button, Tooltip } from "antd";
import { Fragment } from "react";
import { useNavigate } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import type { Hit } from "../types";
import { Apply } from "./Apply";
import { createTexts } from "./locale";
import { closeQuickCreate } from "./open";

/** What agrees; its part of the whole on hover, where it was weighed. */
function Reasons({ hit }: { hit: Hit }) {
  const t = useTexts(createTexts);
  return hit.reasons.map(({ field, text, share }, at) => (
    <Fragment key={`${field} ${text}`}>
      {at > 0 && "；"}
      {share == null ? (
        text
      ) : (
        <Tooltip title={t.shareOf(text, share)}>
          <span className="why">{text}</span>
        </Tooltip>
      )}
    </Fragment>
  ));
}

function HitLine({ hit }: { hit: Hit }) {
  const t = useTexts(createTexts);
  const navigate = useNavigate();
  const applies = useCan()(RIGHTS.collaborate);
  if (!hit.visible)
    return (
      <li>
        {t.maskedHit(hit.initial ?? "", hit.department ?? "")}
        {applies && hit.handle && <Apply handle={hit.handle} />}
      </li>
    );
  const name = hit.name ?? "";
  const open = () => {
    closeQuickCreate();
    navigate(`/customers/${hit.id}`);
  };
  return (
    <li>
      <strong>{name}</strong> <span className="muted num">{hit.number}</span>
      <Button type="link" size="small" aria-label={t.openIt(name)} onClick={open}>
        {t.open}
      </Button>
      <div className="small">
        {hit.likeness ? (hit.likeness === "certain" ? t.likely : t.possibly) : t.shares}
        {hit.reasons.length > 0 && " · "}
        <Reasons hit={hit} />
      </div>
    </li>
  );
}

/** Who this may already be, and why; of a record one may not see, only that it exists, and how to ask for a share. */
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
            // biome-ignore lint/suspicious/noArrayIndexKey: a masked hit has no id, and its handle is new each time
            <HitLine key={index} hit={hit} />
          ))}
        </ul>
      }
    />
  );
}
