import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Merge } from 'lucide-react'
import { useState } from 'react'
import { joinThread } from '../data/thread-actions.ts'
import type { ThreadDetails } from '../data/types.ts'
import { type LabelKey, t, tx } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import styles from './join-suggestions.module.css'
import { useOpenThread } from './use-inbox-place.ts'

const reasons = {
  replyAddress: 'thread.joinReplyAddress',
  messageId: 'thread.joinMessageId',
  subject: 'thread.joinSubject',
} as const satisfies Record<ThreadDetails['suggestions'][number]['because'], LabelKey>

type JoinProps = { threadId: string; suggestions: ThreadDetails['suggestions']; mayAct: boolean }

/** Conversations that this one may belong to: one line each, joined in one click. */
export function JoinSuggestions({ threadId, suggestions, mayAct }: JoinProps) {
  const client = useQueryClient()
  const openThread = useOpenThread()
  const [joining, setJoining] = useState<string | null>(null)
  if (!mayAct) return null

  const join = async (targetId: string) => {
    setJoining(targetId)
    const isJoined = await joinThread(client, threadId, targetId)
    setJoining(null)
    if (isJoined) openThread(targetId, { replace: true })
  }
  return suggestions.map((suggestion) => (
    <div key={suggestion.threadId} className={styles.bar}>
      <Merge size={16} strokeWidth={1.75} aria-hidden />
      <span className={styles.text}>
        {tx(reasons[suggestion.because], {
          subject: (
            <Link key="subject" to="/inbox/threads/$threadId" params={{ threadId: suggestion.threadId }} search={true}>
              {suggestion.subject || t('row.noSubject')}
            </Link>
          ),
        })}
      </span>
      <Button size="sm" isLoading={joining === suggestion.threadId} onClick={() => void join(suggestion.threadId)}>
        {t('thread.join')}
      </Button>
    </div>
  ))
}
