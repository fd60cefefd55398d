import { App, Button, Flex } from "antd";
import { useState } from "react";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { QueryState } from "../../ui/states";
import { type Token, useEndToken, useTokens } from "./api";
import { locale } from "./locale";
import { TokenDialog } from "./TokenDialog";

function TokenRow({ token }: { token: Token }) {
  const t = useTexts(locale);
  const { message, modal } = App.useApp();
  const end = useEndToken();
  const ask = () =>
    modal.confirm({
      title: t.endTokenSure(token.name),
      okText: t.endToken,
      okButtonProps: { danger: true },
      onOk: () => end.mutateAsync(token.id).catch((error) => message.error(errorText(error))),
    });
  return (
    <li>
      <div>
        {token.name} <code className="muted">{token.prefix}…</code>
        <div className="muted small">
          {t.rightsOf(token.rights.length)} · {t.expires} <RelativeTime at={token.expires_at} /> ·{" "}
          {token.last_used_at ? (
            <>
              {t.lastUsed} <RelativeTime at={token.last_used_at} />
            </>
          ) : (
            t.neverUsed
          )}
        </div>
      </div>
      <Button size="small" aria-label={t.endTokenOf(token.name)} onClick={ask}>
        {t.endToken}
      </Button>
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
