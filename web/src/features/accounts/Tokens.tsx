import { App, Button, Flex, Tag } from "antd";
import { useState } from "react";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { QueryState } from "../../ui/states";
import { type Token, useEndToken, useStartToken, useTokens } from "./api";
import { locale } from "./locale";
import { TokenDialog } from "./TokenDialog";

function Doing({ token }: { token: Token }) {
  const t = useTexts(locale);
  const { message, modal } = App.useApp();
  const end = useEndToken();
  const start = useStartToken();
  const failed = (error: unknown) => void message.error(errorText(error));
  const askEnd = () =>
    modal.confirm({
      title: t.endTokenSure(token.name),
      okText: t.endToken,
      okButtonProps: { danger: true },
      onOk: () => end.mutateAsync(token.id).catch(failed),
    });
  const askStart = () =>
    modal.confirm({
      title: t.startTokenSure(token.name),
      okText: t.startToken,
      onOk: () => start.mutateAsync(token.id).catch(failed),
    });
  return (
    <Flex gap={4} wrap>
      {token.may_start_again && (
        <Button size="small" aria-label={t.startTokenOf(token.name)} onClick={askStart}>
          {t.startToken}
        </Button>
      )}
      <Button size="small" aria-label={t.endTokenOf(token.name)} onClick={askEnd}>
        {t.endToken}
      </Button>
    </Flex>
  );
}

function TokenRow({ token }: { token: Token }) {
  const t = useTexts(locale);
  const reach = [
    token.rights.length ? t.rightsOf(token.rights.length) : t.tokenLevels[token.level],
    token.read_only && t.readOnly,
    token.addresses.join(" ") || t.anywhere,
    t.rowsToday(token.rows_today, token.rows_day),
  ].filter(Boolean);
  return (
    <li>
      <div>
        {token.name} <code className="muted">{token.prefix}…</code>
        {token.why && <Tag color="error">{t.stoppedWhy[token.why]}</Tag>}
        <div className="muted small">{reach.join(" · ")}</div>
        <div className="muted small">
          {t.expires} <RelativeTime at={token.expires_at} /> ·{" "}
          {token.last_used_at ? (
            <>
              {t.lastUsed} <RelativeTime at={token.last_used_at} /> {token.last_used_ip}
            </>
          ) : (
            t.neverUsed
          )}
        </div>
      </div>
      <Doing token={token} />
    </li>
  );
}

export function Tokens() {
  const t = useTexts(locale);
  const tokens = useTokens();
  const allowed = useCan()(RIGHTS.tokens);
  const [making, setMaking] = useState(false);
  return (
    <>
      <p className="muted">
        {t.tokensHint} <a href="/api/docs">{t.apiReference}</a>
      </p>
      <QueryState query={tokens}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="muted">{t.noTokens}</p>
          ) : (
            <ul className="rows">
              {rows.map((token) => (
                <TokenRow key={token.id} token={token} />
              ))}
            </ul>
          )
        }
      </QueryState>
      {allowed && (
        <Flex>
          <Button onClick={() => setMaking(true)}>{t.newToken}</Button>
        </Flex>
      )}
      {making && <TokenDialog onClose={() => setMaking(false)} />}
    </>
  );
}
