import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { overviewQuery, threadQuery, threadsQuery, timelineQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import { rowsOf } from '../data/thread-list.ts'
import { t } from '../labels/labels.ts'
import { ExamplesBar } from '../onboarding/examples-bar.tsx'
import { Welcome } from '../onboarding/welcome.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { takeToastAction } from '../ui/toast.tsx'
import { useMedia } from '../ui/use-media.ts'
import { requestAssigneePicker } from './assignee-picker.tsx'
import { requestComposer } from './composer-focus.ts'
import { DetailsPane } from './details-pane.tsx'
import { DetailsPanel } from './details-panel.tsx'
import styles from './inbox-screen.module.css'
import { neighbourOf } from './neighbours.ts'
import { NoInbox, NoInboxYet } from './no-inbox.tsx'
import { focusSelectedRow, ThreadList } from './thread-list.tsx'
import { focusThread, ThreadView } from './thread-view.tsx'
import { useAct } from './use-act.ts'
import { useInboxPlace, useOpenThread } from './use-inbox-place.ts'

const prefetchAfterMs = 250
/** From here on the details have a column of their own; the same width stands in the style sheets. */
const roomForDetails = '(min-width: 1120px)'

/** List, conversation and details side by side; on phones one after the other. */
export function InboxScreen() {
  const client = useQueryClient()
  const { user } = useSession()
  const { hasThreads, hasExamples, inboxes } = useSuspenseQuery(overviewQuery).data
  const { filter, threadId } = useInboxPlace()
  const openThread = useOpenThread()
  // Until the person says otherwise, the details stand beside the conversation where there is room. Where there is none
  // they lie over the one for which they were asked, and go with it.
  const hasRoom = useMedia(roomForDetails)
  const [wanted, setWanted] = useState<{ isShown: boolean; threadId: string | null } | null>(null)
  const hasDetails = hasRoom ? (wanted?.isShown ?? true) : wanted?.isShown === true && wanted.threadId === threadId
  const setDetails = (isShown: boolean) => setWanted({ isShown, threadId })

  const rows = () => rowsOf(client.getQueryData(threadsQuery(filter).queryKey))
  const step = (by: 1 | -1) => {
    const next = neighbourOf(rows(), threadId, by)
    if (next) openThread(next, { replace: threadId !== null })
  }
  const { act, whereAllowed, toggleStatus } = useAct(filter, threadId)

  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    arrowdown: () => step(1),
    arrowup: () => step(-1),
    enter: focusThread,
    escape: () => (hasDetails && !hasRoom ? setDetails(false) : focusSelectedRow()),
    e: toggleStatus,
    a: () => whereAllowed(requestAssigneePicker),
    i: () => act({ assigneeId: user.id }),
    'shift a': () => act({ assigneeId: null }),
    r: () => threadId && requestComposer('replyAll'),
    'shift r': () => threadId && requestComposer('reply'),
    m: () => threadId && requestComposer('comment'),
    z: takeToastAction,
    ']': () => setDetails(!hasDetails),
  })

  useEffect(() => {
    const list = rowsOf(client.getQueryData(threadsQuery(filter).queryKey))
    const next = threadId === null ? null : neighbourOf(list, threadId, 1)
    if (next === null) return
    // Once what was asked for is on screen: the next one will most likely be opened next.
    const timer = setTimeout(() => {
      void client.prefetchQuery(threadQuery(next))
      void client.prefetchInfiniteQuery(timelineQuery(next))
    }, prefetchAfterMs)
    return () => clearTimeout(timer)
  }, [client, filter, threadId])

  if (filter.inboxId !== null && !inboxes.some(({ id }) => id === filter.inboxId)) {
    return (
      <div className={styles.welcome}>
        <title>{`${t('access.noInbox')} · Samtale`}</title>
        <h1 className="sr-only">{t('shell.inbox')}</h1>
        <NoInbox inboxId={filter.inboxId} />
      </div>
    )
  }
  // A link to a conversation is answered where it leads, also when there is nothing else to see.
  if (inboxes.length === 0 && threadId === null) {
    return (
      <div className={styles.welcome}>
        <title>{`${t('shell.inbox')} · Samtale`}</title>
        <h1 className="sr-only">{t('shell.inbox')}</h1>
        <NoInboxYet />
      </div>
    )
  }
  if (!hasThreads && threadId === null) {
    return (
      <div className={styles.welcome}>
        <title>{`${t('shell.inbox')} · Samtale`}</title>
        <h1 className="sr-only">{t('shell.inbox')}</h1>
        <Welcome />
      </div>
    )
  }
  return (
    <div
      className={styles.columns}
      data-reading={threadId ? true : undefined}
      data-details={(threadId !== null && hasDetails) || undefined}
    >
      <title>{`${t(`view.${filter.view}`)} · Samtale`}</title>
      <h1 className="sr-only">{t('shell.inbox')}</h1>
      <div className={styles.list} data-pane>
        <ThreadList filter={filter} selectedId={threadId} notice={hasExamples && <ExamplesBar />} />
      </div>
      <ThreadView
        threadId={threadId}
        hasDetails={hasDetails}
        onToggleDetails={() => setDetails(!hasDetails)}
        onToggleStatus={toggleStatus}
        onAssign={(assigneeId) => act({ assigneeId })}
        onMove={(inboxId) => act({ inboxId })}
      />
      {threadId && hasDetails && (
        <DetailsPane isOverlay={!hasRoom}>
          <DetailsPanel key={threadId} threadId={threadId} onClose={() => setDetails(false)} />
        </DetailsPane>
      )}
    </div>
  )
}
