import { useQuery } from '@tanstack/react-query'
import { Info, Users } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ApiProblem } from '../data/api.ts'
import { overviewQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import type { ThreadDetails, TimelineItem } from '../data/types.ts'
import { messageTime } from '../labels/format.ts'
import { problemText, t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/use-now.ts'
import type { FocusRequest } from './composer.tsx'
import { answeredItem, answerOtherwise, type Content, hasWords, newReply, recipientsIn } from './draft.ts'
import { DraftForm } from './draft-form.tsx'
import type { DraftKeeper, KeptDraft } from './draft-keeper.ts'
import { RecipientRows } from './recipient-rows.tsx'
import { hasRecipient, newDomains } from './recipients.ts'
import styles from './reply-panel.module.css'
import { mayHaveArrived } from './send-repeatedly.ts'
import { useSend } from './use-send.ts'

/** The address that the conversation came to, where the answer leaves from another; `because`: the refusal's code, or null where it broke. */
export type LeavesInstead = { of: string; because: string | null }

type ReplyPanelProps = {
  details: ThreadDetails
  leavesInstead: LeavesInstead | null
  draft: { keeper: DraftKeeper; kept: KeptDraft }
  newestFirst: TimelineItem[]
  answered: TimelineItem | null
  request: FocusRequest | null
}

export function ReplyPanel(props: ReplyPanelProps) {
  const { details, leavesInstead, newestFirst, answered, request } = props
  const { keeper, kept } = props.draft
  const { content } = kept
  const { data: overview } = useQuery(overviewQuery)
  const send = useSend({ details, keeper })
  const collision = useCollision(details, newestFirst, hasWords(content))
  const newest = answeredItem(newestFirst)

  // An unwritten answer is to the newest message, also to one that has just come in.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another newest message counts, not another copy of it
  useEffect(() => {
    const now = keeper.get().content
    if (newest && !hasWords(now) && now.answersMessageId !== newest.id)
      keeper.refresh(newReply(newest, now.idempotencyKey))
  }, [keeper, newest?.id])

  // The words of a draft keep their recipients, whatever key was pressed to come back to them; the menu changes them.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each request is answered once
  useEffect(() => {
    if (!request || request.mode === 'comment') return
    const now = keeper.get().content
    const asked = answeredItem(newestFirst, request.messageId)
    if (asked && (!hasWords(now) || request.messageId)) {
      const next = answerOtherwise(now, asked, request.mode)
      if (hasWords(now)) keeper.change(() => next, true)
      else keeper.refresh(next)
    }
  }, [request?.count])

  const onSend = (written: Content) => {
    if (!collision.mayPass()) return
    send.mutate(
      { content: written, seenSeq: collision.seenSeq },
      { onError: (error) => isMoved(error) && collision.ask() },
    )
  }
  const domains = answered ? newDomains(recipientsIn(content), answered) : []
  const name = content.to[0]?.name || content.to[0]?.address

  return (
    <DraftForm
      kind="reply"
      keeper={keeper}
      kept={kept}
      hint={name ? t('composer.replyHint', { name }) : t('composer.replyHintNobody')}
      isSending={send.isPending}
      signature={details.channelAccount.signature}
      problem={collision.newer && isMoved(send.error) ? null : sentence(send.error, details)}
      aside={overview?.sendsMail === false ? t('composer.waits') : null}
      refusal={hasRecipient(recipientsIn(content)) ? null : t('composer.noRecipient')}
      focusCount={request && request.mode !== 'comment' ? request.count : 0}
      onSend={onSend}
      onMend={send.reset}
    >
      {collision.newer && <Newer item={collision.newer} isAsked={collision.isAsked} onShow={collision.see} />}
      {leavesInstead && (
        <p className={styles.instead} role="status">
          <Info size={14} strokeWidth={1.9} aria-hidden />
          {leavingSentence(leavesInstead, details.channelAccount.sendsFrom)}
        </p>
      )}
      <RecipientRows
        // What was typed or revealed for one message is not carried to the next.
        key={content.idempotencyKey}
        contact={details.contact}
        recipients={recipientsIn(content)}
        from={details.channelAccount}
        answered={answered}
        onChange={(recipients) => keeper.change((now) => ({ ...now, ...recipients }), true)}
      />
      {domains.length > 0 && (
        <p className={styles.warning} role="status">
          {t('composer.newDomains', { domains: domains.join(', ') })}
        </p>
      )}
    </DraftForm>
  )
}

/**
 * What came in while the reply was written. With an empty draft everything on screen counts as seen; from the first word
 * on a newer message of somebody else stands over the composer, and *Send* asks once.
 */
function useCollision(details: ThreadDetails, newestFirst: TimelineItem[], isWriting: boolean) {
  const { user } = useSession()
  const newest = newestFirst.find((item) => item.kind === 'message' && !isBy(item, user.id)) ?? null
  const current = { seq: details.thread.seq, newestId: newest?.id }
  const [seen, setSeen] = useState(current)
  const [isAsked, setAsked] = useState(false)
  const isBehind = seen.seq !== current.seq || seen.newestId !== current.newestId
  if (!isWriting && (isBehind || isAsked)) {
    setSeen(current)
    setAsked(false)
  }
  const newer = isWriting && newest && newest.id !== seen.newestId ? newest : null
  return {
    newer,
    isAsked,
    // Asked once, the writer knows of what is on screen now.
    seenSeq: isAsked ? current.seq : seen.seq,
    ask: () => setAsked(true),
    mayPass: () => {
      if (newer && !isAsked) setAsked(true)
      return !newer || isAsked
    },
    see: () => {
      // The newest entries stand at the end of the conversation.
      document.querySelector('[data-thread] ol')?.lastElementChild?.scrollIntoView({ block: 'end' })
      setSeen(current)
      setAsked(false)
    },
  }
}

/** Ids of users and of contacts may be the same digits. */
function isBy({ author }: TimelineItem, userId: string): boolean {
  return author.kind === 'user' && author.id === userId
}

function Newer({ item, isAsked, onShow }: { item: TimelineItem; isAsked: boolean; onShow: () => void }) {
  const now = useNow()
  return (
    <div className={styles.newer} role="alert">
      <Users size={16} strokeWidth={1.75} aria-hidden />
      <span className={styles.newerText}>
        <b>{t('composer.moved')}</b>{' '}
        {t('composer.movedBy', { name: item.author.name, time: messageTime(item.at, now) })}
        {isAsked && ` ${t('composer.movedAsk')}`}
      </span>
      <Button variant="link" onClick={onShow}>
        {t('composer.show')}
      </Button>
    </div>
  )
}

/** Why an answer leaves from another address than the one that was written to. */
function leavingSentence({ of, because }: LeavesInstead, from: string): string {
  const isKnown = (code: string | null): code is (typeof reasons)[number] =>
    (reasons as readonly (string | null)[]).includes(code)
  return t(isKnown(because) ? `composer.insteadOf.${because}` : 'composer.insteadOf.broken', { address: of, from })
}

const reasons = ['channelOff', 'sendingOff', 'channelRemoved', 'inboxArchived'] as const

function isMoved(error: Error | null): boolean {
  return error instanceof ApiProblem && error.code === 'threadMoved'
}

function sentence(error: Error | null, { channelAccount }: ThreadDetails): string | null {
  if (!(error instanceof ApiProblem)) return error && t('composer.notSent', { reason: problemText(undefined) })
  if (mayHaveArrived(error)) return t('composer.noAnswer')
  if (error.code === 'idempotencyMismatch') return t('composer.sentBefore')
  const reason = problemText(error.code, { channel: channelAccount.address, message: error.message, ...error.details })
  return isMoved(error) ? reason : t('composer.notSent', { reason })
}
