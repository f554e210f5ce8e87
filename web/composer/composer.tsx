import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { draftsQuery, threadQuery, timelineQuery } from '../data/queries.ts'
import { itemsOf } from '../data/timeline.ts'
import type { ThreadDetails, ThreadDrafts, TimelineItem } from '../data/types.ts'
import { type ComposerRequest, onComposerRequest } from '../inbox/composer-focus.ts'
import { t } from '../labels/labels.ts'
import { CommentPanel } from './comment-panel.tsx'
import styles from './composer.module.css'
import { ComposerTabs } from './composer-tabs.tsx'
import { answeredItem, answerOtherwise, type DraftKind, hasWords, newComment, newReply, recipientsIn } from './draft.ts'
import { newUuid } from './new-uuid.ts'
import type { ReplyMode } from './recipients.ts'
import { CannotSend, ViewOnly } from './refusals.tsx'
import { ReplyPanel } from './reply-panel.tsx'
import { useDraft } from './use-draft.ts'

/** A request of the shortcuts or of a message's reply button, told apart from an equal one before it. */
export type FocusRequest = ComposerRequest & { count: number }

/** Where a conversation is answered, docked under it: *Reply* to people outside, *Comment* to colleagues. */
export function Composer({ threadId }: { threadId: string }) {
  const { data: details } = useQuery(threadQuery(threadId))
  const { data: timeline } = useInfiniteQuery(timelineQuery(threadId))
  const drafts = useQuery({ ...draftsQuery(threadId), enabled: details?.mayAct === true })
  if (!details || !timeline) return null
  if (!details.mayAct) return <ViewOnly details={details} />
  // Drafts that could not be asked for hold nobody up: this device has its own copy.
  if (drafts.isPending) return null
  const newestFirst = itemsOf(timeline).reverse()
  return (
    <OpenComposer
      key={threadId}
      details={details}
      newestFirst={newestFirst}
      drafts={drafts.data ?? { reply: null, comment: null }}
    />
  )
}

type OpenComposerProps = { details: ThreadDetails; newestFirst: TimelineItem[]; drafts: ThreadDrafts }

function OpenComposer({ details: known, newestFirst, drafts }: OpenComposerProps) {
  const { details, leavesInstead, replyFrom } = useSendingChannel(known)
  const threadId = details.thread.id
  const reply = useDraft({
    threadId,
    kind: 'reply',
    server: drafts.reply,
    fresh: () => newReply(answeredItem(newestFirst), newUuid()),
  })
  const comment = useDraft({ threadId, kind: 'comment', server: drafts.comment, fresh: () => newComment(newUuid()) })
  const [kind, setKind] = useState<DraftKind>(() =>
    hasWords(comment.kept.content) && !hasWords(reply.kept.content) ? 'comment' : 'reply',
  )
  const request = useComposerRequest((mode) => setKind(mode === 'comment' ? 'comment' : 'reply'))

  const [areRowsOpen, setRowsOpen] = useState(false)

  const { content } = reply.kept
  const answered = answeredItem(
    newestFirst.filter((item) => item.id !== content.idempotencyKey),
    content.answersMessageId,
  )
  const chooseMode = (mode: ReplyMode) => {
    setKind('reply')
    if (!answered || content.mode === mode) return
    const next = answerOtherwise(content, answered, mode)
    if (hasWords(content)) reply.keeper.change(() => next, true)
    else reply.keeper.refresh(next)
  }

  const isOff = kind === 'reply' && details.channelAccount.refusal !== null
  return (
    <section
      className={styles.composer}
      data-kind={kind}
      data-rows={areRowsOpen || undefined}
      data-off={isOff || undefined}
      aria-label={t('composer.name')}
    >
      <ComposerTabs
        kind={kind}
        onKind={setKind}
        mode={content.mode === 'replyAll' ? 'replyAll' : 'reply'}
        answered={answered}
        onMode={chooseMode}
        recipients={recipientsIn(content)}
        areRowsOpen={areRowsOpen}
        onToggleRows={() => setRowsOpen(!areRowsOpen)}
        address={details.channelAccount.address}
      />
      <div id="composer-panel" className={styles.panel} role="tabpanel" aria-labelledby={`composer-tab-${kind}`}>
        {kind === 'comment' ? (
          <CommentPanel details={details} draft={comment} request={request} />
        ) : isOff ? (
          <CannotSend details={details} onReplyFrom={replyFrom} />
        ) : (
          <ReplyPanel
            details={details}
            leavesInstead={leavesInstead}
            draft={reply}
            newestFirst={newestFirst}
            answered={answered}
            request={request}
          />
        )}
      </div>
    </section>
  )
}

/** The conversation as it is answered: from its own channel, or, where that is off, from the one that was chosen instead. */
function useSendingChannel(details: ThreadDetails) {
  const [chosenId, replyFrom] = useState<string | null>(null)
  const { channelAccount } = details
  const chosen = channelAccount.alternatives.find((one) => one.id === chosenId)
  return {
    details: chosen ? { ...details, channelAccount: { ...channelAccount, ...chosen, refusal: null } } : details,
    leavesInstead: chosen
      ? { of: channelAccount.address, because: channelAccount.refusal?.code ?? null }
      : channelAccount.insteadOf === null
        ? null
        : { of: channelAccount.insteadOf, because: null },
    replyFrom,
  }
}

function useComposerRequest(onRequest: (mode: ComposerRequest['mode']) => void): FocusRequest | null {
  const [request, setRequest] = useState<FocusRequest | null>(null)
  const [listener] = useState(() => ({ onRequest }))
  useEffect(() => {
    listener.onRequest = onRequest
  })
  useEffect(
    () =>
      onComposerRequest((asked) => {
        listener.onRequest(asked.mode)
        setRequest((before) => ({ ...asked, count: (before?.count ?? 0) + 1 }))
      }),
    [listener],
  )
  return request
}
