import { useInfiniteQuery } from '@tanstack/react-query'
import { CircleAlert, MailCheck, PlugZap, RotateCw } from 'lucide-react'
import { ApiProblem } from '../data/api.ts'
import { outboxQuery } from '../data/queries.ts'
import type { OutboxPage } from '../data/types.ts'
import { problemText, t, tx } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { PanelBar } from '../ui/panel-bar.tsx'
import { Delayed, SkeletonRows } from '../ui/skeleton.tsx'
import { OutboxRow } from './outbox-row.tsx'
import styles from './outbox-screen.module.css'

/** The mail that has not left: why, since when, and how it will look. */
export function OutboxScreen() {
  const outbox = useInfiniteQuery(outboxQuery)
  const entries = outbox.data?.pages.flatMap((page) => page.results) ?? []
  const relay = outbox.data?.pages[0]?.relay ?? 'set'
  return (
    <div className={styles.screen}>
      <PanelBar
        level={1}
        title={t('outbox.title')}
        count={entries.length > 0 && !outbox.hasNextPage ? entries.length : null}
      />
      <div className={styles.scroll} data-pane>
        <div className={styles.column}>
          {outbox.isPending && (
            <Delayed>
              <SkeletonRows count={5} />
            </Delayed>
          )}
          {outbox.error && !outbox.data && (
            <Empty
              icon={CircleAlert}
              title={t('outbox.failed')}
              action={
                <Button icon={RotateCw} isLoading={outbox.isFetching} onClick={() => void outbox.refetch()}>
                  {t('ui.tryAgain')}
                </Button>
              }
            >
              {problemText(outbox.error instanceof ApiProblem ? outbox.error.code : undefined)}
            </Empty>
          )}
          {outbox.data && (
            <>
              {relay === 'none' && <ConnectRelay />}
              {entries.length === 0 ? (
                <Empty icon={MailCheck} title={t('outbox.empty')}>
                  {t('outbox.emptyText')}
                </Empty>
              ) : (
                <Entries entries={entries} relay={relay} />
              )}
              {outbox.hasNextPage && (
                <div className={styles.more}>
                  <Button isLoading={outbox.isFetchingNextPage} onClick={() => void outbox.fetchNextPage()}>
                    {t('outbox.more')}
                  </Button>
                </div>
              )}
            </>
          )}
        </div>
      </div>
    </div>
  )
}

function Entries({ entries, relay }: { entries: OutboxPage['results']; relay: OutboxPage['relay'] }) {
  return (
    <ul className={styles.entries} aria-label={t('outbox.list')}>
      {entries.map((entry) => (
        <OutboxRow key={entry.recipient.recipientId} entry={entry} relay={relay} />
      ))}
    </ul>
  )
}

function ConnectRelay() {
  return (
    <section className={styles.relay} aria-labelledby="outbox-relay">
      <PlugZap size={18} strokeWidth={1.75} aria-hidden />
      <div>
        <h2 id="outbox-relay" className={styles.relayTitle}>
          {t('outbox.relayTitle')}
        </h2>
        <p>{tx('outbox.relayText', { setting: <code>SMTP_URL</code> })}</p>
        <code className={styles.command}>SMTP_URL=smtp://user:password@mail.solvik.example:587 npm start</code>
        <p>{t('outbox.relayMeanwhile')}</p>
      </div>
    </section>
  )
}
