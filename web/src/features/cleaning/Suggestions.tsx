import { App, Button, Flex, Typography } from "antd";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { errorText } from "../../ui/errorText";
import { useMakeFix } from "./api";
import { draftOf } from "./cleaning";
import { locale } from "./locale";
import type { FixDraft, Profile, Suggestion } from "./types";
import { Unifying } from "./Unifying";

/** Makes a correction and goes to its preview; a second press on the way there makes no second one. */
export function usePreview() {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const make = useMakeFix();
  const under = useRef(false);
  const fail = (error: unknown) => {
    under.current = false;
    void message.error(errorText(error));
  };
  return {
    busy: make.isPending || make.isSuccess,
    preview: (draft: FixDraft) => {
      if (under.current) return;
      under.current = true;
      make.mutate(draft, {
        onSuccess: (fix) => navigate(`/quality/cleaning/${fix.id}`),
        onError: fail,
      });
    },
  };
}

/** What could be made better at once, the greatest gain first; each leads to a preview. */
export function Suggestions({ profile, outdated }: { profile: Profile; outdated: boolean }) {
  const t = useTexts(locale);
  if (profile.suggestions.length === 0) {
    return (
      <section className="clean-block clean-tidy">
        <Typography.Text strong>{t.noSuggestions}</Typography.Text>
        {profile.values.length > 0 && <div className="muted">{t.noSuggestionsHint}</div>}
      </section>
    );
  }
  return (
    <section className="clean-block" aria-label={t.suggestions}>
      <h3>
        {t.suggestions} <span className="muted">{t.leaveOutHint}</span>
      </h3>
      <ul className="clean-cards">
        {profile.suggestions.map((suggestion, place) => (
          <Card
            key={suggestion.id}
            profile={profile}
            suggestion={suggestion}
            first={place === 0 && !outdated}
          />
        ))}
      </ul>
    </section>
  );
}

type CardProps = { profile: Profile; suggestion: Suggestion; first: boolean };

function Card({ profile, suggestion, first }: CardProps) {
  const t = useTexts(locale);
  const language = useLanguage();
  const { busy, preview } = usePreview();
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const toggle = (before: string) => {
    const next = new Set(without);
    if (!next.delete(before)) next.add(before);
    setWithout(next);
  };
  const { changes, more } = suggestion;
  // Leaving something out means naming the rest: all of it must be known, and stand there now.
  const mayChoose = more === 0 && changes.length > 1 && changes.every(({ before }) => before);
  const left = suggestion.changes
    .filter(({ before }) => without.has(before))
    .reduce((sum, { count }) => sum + count, 0);
  return (
    <li className="clean-card">
      <Flex justify="space-between" align="start" gap={12} wrap>
        <div className="clean-card-words">
          <Typography.Text strong>{suggestion.title}</Typography.Text>
          <span className="muted">
            {" "}
            · {t.affects(formatNumber(suggestion.count - left, language))}
          </span>
          {suggestion.text && <div className="muted">{suggestion.text}</div>}
        </div>
        <Button
          type={first ? "primary" : "default"}
          loading={busy}
          disabled={suggestion.changes.length > 0 && without.size === suggestion.changes.length}
          onClick={() => preview(draftOf(profile.id, suggestion, without))}
        >
          {t.preview}
        </Button>
      </Flex>
      <Unifying
        changes={suggestion.changes}
        more={suggestion.more}
        without={without}
        onToggle={mayChoose ? toggle : undefined}
      />
    </li>
  );
}
