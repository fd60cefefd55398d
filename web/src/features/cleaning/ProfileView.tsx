import { Alert, Flex, Typography } from "antd";
import type { ReactNode } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { useProfile, useStopLooking } from "./api";
import { Figures } from "./Figures";
import { Lists } from "./Lists";
import { locale } from "./locale";
import { Suggestions } from "./Suggestions";
import type { CleanField, Profile } from "./types";
import { Working } from "./Working";

type Props = { field: CleanField; id: string; tools: ReactNode };

/** What was found in a field. */
export function ProfileView({ field, id, tools }: Props) {
  const profile = useProfile(id);
  return (
    <QueryState query={profile}>
      {(data) => <State field={field} profile={data} tools={tools} />}
    </QueryState>
  );
}

function State({
  field,
  profile,
  tools,
}: {
  field: CleanField;
  profile: Profile;
  tools: ReactNode;
}) {
  const t = useTexts(locale);
  const stop = useStopLooking(profile.id);
  if (profile.state === "running") {
    return (
      <Working
        title={t.lookingAt(field.label)}
        done={profile.done}
        total={profile.total}
        stopping={stop.isPending}
        onStop={() => stop.mutate()}
      />
    );
  }
  return (
    <>
      <Head field={field} profile={profile} tools={tools} />
      {profile.state === "failed" && (
        <Alert type="error" showIcon title={t.lookFailed} description={t.lookFailedHint} />
      )}
      {profile.state === "cancelled" && <Alert type="info" showIcon title={t.lookStopped} />}
      {profile.state === "done" && <Found field={field} profile={profile} />}
    </>
  );
}

function Head({
  field,
  profile,
  tools,
}: {
  field: CleanField;
  profile: Profile;
  tools: ReactNode;
}) {
  const t = useTexts(locale);
  const language = useLanguage();
  const kind = t.kinds[profile.kind as keyof typeof t.kinds];
  return (
    <Flex justify="space-between" align="center" gap={12} wrap className="clean-head">
      <div>
        <Typography.Title level={2}>{field.label}</Typography.Title>
        {profile.state === "done" && (
          <span className="muted" title={t.keptDays}>
            {t.lookedAt(formatNumber(profile.customers, language))}
            {kind && ` · ${kind}`} · <RelativeTime at={profile.at} />
          </span>
        )}
      </div>
      {tools}
    </Flex>
  );
}

function Found({ field, profile }: { field: CleanField; profile: Profile }) {
  const t = useTexts(locale);
  if (profile.customers === 0) return <EmptyState title={t.nobody} hint={t.nobodyHint} />;
  const masked = field.readable === "masked";
  const outdated = field.profile?.outdated ?? false;
  const bare = profile.filled === 0 && profile.invalid === 0;
  return (
    <>
      {outdated && (
        <Alert
          className="clean-outdated"
          type="warning"
          showIcon
          title={t.outdatedTitle}
          description={t.outdatedHint}
        />
      )}
      <Figures profile={profile} />
      {masked && <Alert type="info" showIcon className="clean-block" title={t.maskedHint} />}
      {bare && profile.suggestions.length === 0 ? (
        <EmptyState title={t.allEmpty} hint={t.allEmptyHint} />
      ) : (
        <>
          {!masked && <Suggestions profile={profile} outdated={outdated} />}
          <Lists field={field} profile={profile} />
        </>
      )}
    </>
  );
}
