import { ApiProblem } from '../data/api.ts'
import type { ThreadDetails } from '../data/types.ts'
import { problemText, t } from '../labels/labels.ts'
import type { FocusRequest } from './composer.tsx'
import { DraftForm } from './draft-form.tsx'
import type { DraftKeeper, KeptDraft } from './draft-keeper.ts'
import { mayHaveArrived } from './send-repeatedly.ts'
import { useSend } from './use-send.ts'

type CommentPanelProps = {
  details: ThreadDetails
  draft: { keeper: DraftKeeper; kept: KeptDraft }
  request: FocusRequest | null
}

/** A word to colleagues. It has no recipients, is never sent, and waits for no newer message. */
export function CommentPanel({ details, draft: { keeper, kept }, request }: CommentPanelProps) {
  const send = useSend({ details, keeper })
  return (
    <DraftForm
      kind="comment"
      keeper={keeper}
      kept={kept}
      hint={t('composer.commentHint')}
      isSending={send.isPending}
      problem={sentence(send.error)}
      aside={null}
      refusal={null}
      focusCount={request?.mode === 'comment' ? request.count : 0}
      onMend={send.reset}
      onSend={(content) => send.mutate({ content, seenSeq: null })}
    />
  )
}

function sentence(error: Error | null): string | null {
  if (!error) return null
  const problem = error instanceof ApiProblem ? error : undefined
  if (mayHaveArrived(error)) return t('composer.notAdded', { reason: problemText('offline') })
  return t('composer.notAdded', { reason: problemText(problem?.code, { message: error.message, ...problem?.details }) })
}
