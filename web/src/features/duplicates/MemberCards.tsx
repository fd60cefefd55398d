import { Segmented } from "antd";
import { useRef, useState } from "react";
import { useTexts } from "../../lib/i18n";
import { FieldCell, FieldWhy } from "./FieldCell";
import { locale } from "./locale";
import { MemberHead, type Touch } from "./MemberHead";
import { equal, shown } from "./workbench";

/** On a phone: one member a card, side by side to swipe through. */
export function MemberCards(props: Touch) {
  const t = useTexts(locale);
  const { group, bench, step } = props;
  const strip = useRef<HTMLElement>(null);
  const [at, setAt] = useState(0);
  const rows = [...shown(group), ...equal(group)];
  const go = (place: number) => {
    const box = strip.current;
    box?.scrollTo({ left: place * box.clientWidth, behavior: "smooth" });
    setAt(place);
  };
  return (
    <>
      <Segmented
        block
        className="dup-tabs"
        aria-label={t.memberTabs}
        value={at}
        onChange={go}
        options={group.members.map((member, place) => ({
          value: place,
          label: `${place + 1} ${member.name || member.number}`,
        }))}
      />
      <p className="small muted dup-swipe">{t.swipe}</p>
      <section
        className="dup-cards"
        ref={strip}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        tabIndex={0}
        aria-label={t.memberTabs}
        onScroll={({ currentTarget: box }) => setAt(Math.round(box.scrollLeft / box.clientWidth))}
      >
        {group.members.map((member, place) => (
          <article key={member.id} className={bench.left.includes(member.id) ? "dup-left" : ""}>
            <MemberHead {...props} member={member} place={place + 1} />
            <dl>
              {rows.map((field) => (
                <div key={field.code} className={`dup-row dup-${field.verdict}`}>
                  <dt>
                    {field.label}
                    <span className="dup-why">
                      <FieldWhy field={field} bench={bench} />
                    </span>
                  </dt>
                  <dd>
                    <FieldCell {...{ field, bench, step }} member={member.id} here={false} />
                  </dd>
                </div>
              ))}
            </dl>
          </article>
        ))}
      </section>
    </>
  );
}
