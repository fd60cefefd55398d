import { Button, Checkbox, Tag, Tooltip } from "antd";
import { Link } from "react-router";
import { useTexts } from "../../lib/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import { keepFocus } from "./focus";
import { locale } from "./locale";
import { PairReasons, pairFor } from "./Reasons";
import type { Group, Member } from "./types";
import { nameOf } from "./words";
import type { Bench, Step } from "./workbench";

export type Touch = {
  group: Group;
  bench: Bench;
  step: (step: Step) => void;
  onNotThis: (member: string) => void;
};

function Tools({ group, bench, step, onNotThis, member }: Touch & { member: Member }) {
  const t = useTexts(locale);
  if (bench.survivor === member.id || !member.joinable) return null;
  return (
    <div className="dup-member-tools">
      {group.members.length > 2 && (
        <span {...keepFocus}>
          <Checkbox
            checked={!bench.left.includes(member.id)}
            onChange={() => step({ do: "leave", member: member.id })}
          >
            {t.include}
          </Checkbox>
        </span>
      )}
      {group.members.length > 2 && (
        <Tooltip title={t.notThisHint}>
          <Button type="link" size="small" onClick={() => onNotThis(member.id)} {...keepFocus}>
            {t.notThis}
          </Button>
        </Tooltip>
      )}
    </div>
  );
}

function Against({ group, bench, member }: Touch & { member: Member }) {
  const t = useTexts(locale);
  if (group.members.length === 2 || bench.survivor === member.id) return null;
  const pair = pairFor(group, member.id, bench.survivor);
  if (!pair) return <p className="small muted">{t.notCompared}</p>;
  const otherId = pair.one === member.id ? pair.other : pair.one;
  const other = group.members.find((each) => each.id === otherId);
  const title =
    otherId === bench.survivor
      ? t.withSurvivor
      : t.withAnother(nameOf({ names: other ? [other.name] : [] }, t));
  return (
    <div className="dup-against-survivor">
      <p className="small muted">{pair.apart ? t.apart : title}</p>
      <PairReasons pair={pair} />
    </div>
  );
}

/** Who a column is, whether it stays, and why it is here. */
export function MemberHead(props: Touch & { member: Member; place: number }) {
  const t = useTexts(locale);
  const { bench, step, member, place } = props;
  const stays = bench.survivor === member.id;
  return (
    <div className="dup-member">
      <div className="dup-member-line">
        <Tooltip title={member.joinable ? "" : t.notJoinable}>
          <button
            type="button"
            className="dup-survivor"
            aria-pressed={stays}
            aria-label={t.makeSurvivor(member.name)}
            disabled={!member.joinable}
            onClick={() => step({ do: "survive", member: member.id })}
            {...keepFocus}
          >
            <kbd>{place}</kbd>
          </button>
        </Tooltip>
        <Link to={`/customers/${member.id}`} className="dup-member-name" tabIndex={-1}>
          {member.name || member.number}
        </Link>
        {stays && <Tag color="blue">{t.survivor}</Tag>}
      </div>
      <div className="small muted">
        {member.number} · {member.owner?.name ?? t.noOwner}
        {member.department && ` · ${member.department.name}`}
      </div>
      <div className="small muted">
        {t.updated} <RelativeTime at={member.updated_at} />
      </div>
      {!member.joinable && <div className="small dup-warning">{t.notJoinable}</div>}
      <Tools {...props} />
      <Against {...props} />
    </div>
  );
}
