import { Button, Flex } from "antd";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, QueryState } from "../../ui/states";
import { useMails } from "./api";
import { mailTexts } from "./locale";
import { MailCard } from "./MailCard";
import "./mailbox.css";

/** Mails in which no customer was recognised, until somebody has sorted them. */
export function MailsPage() {
  const t = useTexts(mailTexts);
  const mails = useMails();
  const count = mails.data?.pages[0]?.count;
  const note = count?.value ? t.count(count.value, count.capped) : undefined;
  return (
    <>
      <PageHeader title={t.title} note={note}>
        <p className="muted mails-hint">{t.hint}</p>
      </PageHeader>
      <QueryState query={mails}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <EmptyState title={t.none} hint={t.noneHint} />;
          return (
            <section aria-label={t.list}>
              <Flex vertical gap={12}>
                {rows.map((mail) => (
                  <MailCard key={mail.id} mail={mail} />
                ))}
              </Flex>
            </section>
          );
        }}
      </QueryState>
      {mails.hasNextPage && (
        <Button
          type="link"
          className="flush"
          loading={mails.isFetchingNextPage}
          onClick={() => void mails.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </>
  );
}
