import { Table, Tag, Timeline } from "antd";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { actorName } from "../../../ui/actorName";
import { common } from "../../../ui/locale";
import type { Evidence, Happened, Named } from "./api";
import { disputeTexts } from "./locale";

function useSentence() {
  const t = useTexts(disputeTexts);
  const c = useTexts(common);
  const who = (person: Named | null) => (person ? actorName(person, c) : t.unknown);
  return (line: Happened) => {
    if (line.what === "created") return t.created(who(line.by));
    if (line.what === "contact") return t.contact(who(line.by), t.kinds[line.kind] ?? "");
    const owner = (person: Named | null) => (person ? actorName(person, c) : t.nobody);
    return t.changed(owner(line.from_owner), owner(line.to_owner), who(line.by));
  };
}

/** Who had to do with the customer, and when. */
export function EvidencePart({ evidence }: { evidence: Evidence | null }) {
  const t = useTexts(disputeTexts);
  const sentence = useSentence();
  if (!evidence) return <p className="muted">{t.noEvidence}</p>;
  return (
    <section className="pool-section" aria-label={t.evidence}>
      <h2>{t.evidence}</h2>
      <p className="muted small">
        {t.evidenceHint} {!evidence.owners_shown && t.ownersHidden}
      </p>
      <h3>{t.contacts}</h3>
      {evidence.contacts.length === 0 ? (
        <p className="muted">{t.noContacts}</p>
      ) : (
        <Table
          rowKey={(row) => row.person?.id ?? row.first}
          size="small"
          dataSource={evidence.contacts}
          pagination={false}
          columns={[
            {
              title: t.person,
              key: "person",
              render: (_, row) => (
                <>
                  {row.person?.name ?? t.unknown} {row.party && <Tag>{t.party}</Tag>}
                </>
              ),
            },
            { title: t.first, key: "first", render: (_, row) => exactTime(row.first) },
            { title: t.last, key: "last", render: (_, row) => exactTime(row.last) },
            { title: t.count, dataIndex: "count", className: "num", width: 80 },
          ]}
        />
      )}
      <h3>{t.timeline}</h3>
      <Timeline
        items={evidence.happened.map((line, place) => ({
          key: `${line.at} ${place}`,
          content: (
            <>
              <span className="muted small num">{exactTime(line.at)}</span> {sentence(line)}
            </>
          ),
        }))}
      />
    </section>
  );
}
