import { App, Button, Flex, Select, Typography } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { useLook } from "./api";
import { locale } from "./locale";
import { ProfileView } from "./ProfileView";
import type { CleanField, Kind } from "./types";

type Look = {
  kind: Kind | "";
  onKind: (kind: Kind | "") => void;
  busy: boolean;
  start: () => void;
};

/** Looking at a field: at which customers, and the button. */
function useLooking(field: CleanField): Look {
  const { message } = App.useApp();
  const [kind, setKind] = useState<Kind | "">(field.profile?.kind ?? "");
  const look = useLook();
  return {
    kind,
    onKind: setKind,
    busy: look.isPending,
    start: () =>
      look.mutate(
        { field: field.code, kind: kind || null },
        { onError: (error) => void message.error(errorText(error)) },
      ),
  };
}

function Tools({ field, look, again }: { field: CleanField; look: Look; again: boolean }) {
  const t = useTexts(locale);
  return (
    <Flex gap={8} wrap justify={again ? undefined : "center"}>
      {field.kinds.length > 1 && (
        <Select
          aria-label={t.whom}
          value={look.kind}
          onChange={look.onKind}
          popupMatchSelectWidth={false}
          options={[
            { value: "", label: t.kinds.all },
            { value: "person", label: t.kinds.person },
            { value: "organisation", label: t.kinds.organisation },
          ]}
        />
      )}
      <Button
        type={again && !field.profile?.outdated ? "default" : "primary"}
        loading={look.busy}
        onClick={look.start}
      >
        {again ? t.lookAgain : t.look}
      </Button>
    </Flex>
  );
}

/** One field: what was found when it was looked at, or the invitation to look. */
export function FieldPane({ field }: { field: CleanField }) {
  const t = useTexts(locale);
  const look = useLooking(field);
  const { profile } = field;
  if (!profile) {
    return (
      <section className="clean-pane clean-invite" aria-label={field.label}>
        <Typography.Title level={2}>{t.notLookedTitle(field.label)}</Typography.Title>
        <p className="muted">{t.notLookedHint}</p>
        {field.readable === "masked" && <p className="muted">{t.maskedHint}</p>}
        <Tools field={field} look={look} again={false} />
      </section>
    );
  }
  return (
    <section className="clean-pane" aria-label={field.label}>
      <ProfileView
        key={profile.id}
        field={field}
        id={profile.id}
        tools={<Tools field={field} look={look} again />}
      />
    </section>
  );
}
