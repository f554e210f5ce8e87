import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleX, EyeOff, MessagesSquare, SearchX, ServerCrash, X } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { ApiProblem } from '../data/api.ts'
import { goneQuery, refusalQuery, threadQuery, timelineQuery } from '../data/queries.ts'
import { dismissRefusal } from '../data/thread-actions.ts'
import type { ThreadDetails } from '../data/types.ts'
import { problemText, t } from '../labels/labels.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Delayed, Skeleton } from '../ui/skeleton.tsx'
import { JoinSuggestions } from './join-suggestions.tsx'
import { ThreadBar } from './thread-bar.tsx'
import styles from './thread-view.module.css'
import { TimelineView } from './timeline-view.tsx'
import { useOpenThread } from './use-inbox-place.ts'
import { useMarkRead } from './use-mark-read.ts'

// The editor is heavier than all the rest of the inbox: it comes when the first conversation opens.
const Composer = lazy(() => import('../composer/composer.tsx').then((module) => ({ default: module.Composer })))

type ThreadViewProps = {
  threadId: string | null
  hasDetails: boolean
  onToggleDetails: () => void
  onToggleStatus: () => void
  onAssign: (assigneeId: string | null) => void
  onMove: (inboxId: string) => void
}

/** Moves the focus into the open conversation. */
export function focusThread(): void {
  document.querySelector<HTMLElement>('[data-thread]')?.focus()
}

/** The open conversation: its bar, everything that was said and happened, and the composer. */
export function ThreadView({ threadId, ...actions }: ThreadViewProps) {
  const section = useRef<HTMLElement>(null)
  const hadFocus = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation takes the focus over from the one before
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) section.current?.focus()
  }, [threadId])
  return (
    <section
      ref={section}
      className={styles.thread}
      aria-label={t('thread.name')}
      data-thread
      data-pane
      tabIndex={-1}
      onFocus={() => {
        hadFocus.current = true
      }}
      onBlur={(event) => {
        // Where what had the focus is taken away, no blur comes, and the focus counts as having been here.
        hadFocus.current = event.relatedTarget === null && !event.target.isConnected
      }}
    >
      {threadId === null ? (
        <Middle>
          <Empty icon={MessagesSquare} title={t('thread.none')}>
            {t('thread.noneText')}
          </Empty>
        </Middle>
      ) : (
        <OpenThread key={threadId} threadId={threadId} {...actions} />
      )}
    </section>
  )
}

function OpenThread({ threadId, ...actions }: ThreadViewProps & { threadId: string }) {
  const openThread = useOpenThread()
  const thread = useQuery(threadQuery(threadId))
  const timeline = useInfiniteQuery(timelineQuery(threadId))
  const { data: gone } = useQuery({ ...goneQuery(threadId), enabled: false })
  useMarkRead(threadId, thread.data?.thread)

  const joinedInto = gone?.joinedInto
  useEffect(() => {
    if (joinedInto) openThread(joinedInto, { replace: true })
  }, [joinedInto, openThread])

  const error = thread.error ?? timeline.error
  const isNotFound = error instanceof ApiProblem && error.status === 404
  if (gone || (isNotFound && !thread.data)) {
    return (
      <Middle>
        <Empty
          icon={gone?.lostInbox ? EyeOff : SearchX}
          title={gone?.lostInbox ? t('access.lost', { inbox: gone.lostInbox }) : t('thread.gone')}
          action={<Button onClick={() => openThread(null)}>{t('thread.back')}</Button>}
        >
          {gone?.lostInbox ? t('access.lostText') : t('thread.goneText')}
        </Empty>
      </Middle>
    )
  }
  if (thread.data && timeline.data) {
    return (
      <>
        <ThreadBar details={thread.data} {...actions} />
        <Refusal threadId={threadId} />
        <JoinSuggestions threadId={threadId} suggestions={thread.data.suggestions} mayAct={thread.data.mayAct} />
        <TimelineView details={thread.data} timeline={timeline} />
        <Dock details={thread.data} />
      </>
    )
  }
  if (error) {
    const retry = () => void Promise.all([thread.refetch(), timeline.refetch()])
    return (
      <Middle>
        <Empty
          icon={ServerCrash}
          title={t('thread.failed')}
          action={<Button onClick={retry}>{t('ui.tryAgain')}</Button>}
        >
          {error instanceof ApiProblem && problemText(error.code, error.details)}
        </Empty>
      </Middle>
    )
  }
  return (
    <Delayed>
      <div className={styles.skeleton}>
        <Skeleton width="46%" />
        <Skeleton width="88%" isFaint />
        <Skeleton width="80%" isFaint />
        <Skeleton width="64%" isFaint />
      </div>
    </Delayed>
  )
}

function Dock({ details }: { details: ThreadDetails }) {
  return (
    <div className={styles.dock} data-pane>
      <Suspense fallback={<div className={styles.dockWaiting} />}>
        <Composer threadId={details.thread.id} />
      </Suspense>
    </div>
  )
}

/** The sentence of the last change that the server refused here. */
function Refusal({ threadId }: { threadId: string }) {
  const client = useQueryClient()
  const { data: sentence } = useQuery({ ...refusalQuery(threadId), enabled: false })
  return (
    <div role="alert">
      {sentence && (
        <div className={styles.refusal}>
          <CircleX size={16} strokeWidth={1.75} aria-hidden />
          <span className={styles.refusalText}>{sentence}</span>
          <IconButton label={t('ui.dismiss')} icon={X} size="sm" onClick={() => dismissRefusal(client, threadId)} />
        </div>
      )}
    </div>
  )
}

function Middle({ children }: { children: ReactNode }) {
  return <div className={styles.middle}>{children}</div>
}
