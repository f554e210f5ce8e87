import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Content } from '../composer/draft.ts'
import { newUuid } from '../composer/new-uuid.ts'
import { mayHaveArrived, sendRepeatedly } from '../composer/send-repeatedly.ts'
import { ApiProblem, api } from '../data/api.ts'
import { contactQuery, outboxQuery, overviewQuery } from '../data/queries.ts'
import type { ContactSender, SentEmail } from '../data/types.ts'
import { problemText, t } from '../labels/labels.ts'
import { type MailKeeper, toEmail } from './mail-draft.ts'

type Mail = { content: Content; from: ContactSender; to: string }

/** Sends the mail, once however often it is tried; what was written is forgotten only when the server has it. */
export function useSendMail(contactId: string, keeper: MailKeeper, onSent: (sent: SentEmail, mail: Mail) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ content, from, to }: Mail) => {
      const body = toEmail(content, keeper.get().subject, from, to)
      return sendRepeatedly(() => api.emailContact(contactId, body, content.idempotencyKey))
    },
    onSuccess: (sent, mail) => {
      keeper.forget()
      onSent(sent, mail)
      for (const { queryKey } of [contactQuery(contactId), overviewQuery, outboxQuery])
        void client.invalidateQueries({ queryKey })
    },
    onError: (error) => {
      // The old key belongs to a mail that was sent already.
      if (error instanceof ApiProblem && error.code === 'idempotencyMismatch')
        keeper.change((content) => ({ ...content, idempotencyKey: newUuid() }), true)
      // A channel that was turned off meanwhile is not offered again.
      void client.invalidateQueries({ queryKey: contactQuery(contactId).queryKey, exact: true })
    },
  })
}

/** Why it did not leave, in the reader's language. */
export function whyNotSent(error: Error | null): string | null {
  if (!(error instanceof ApiProblem)) return error && t('composer.notSent', { reason: problemText(undefined) })
  if (mayHaveArrived(error)) return t('composer.noAnswer')
  if (error.code === 'idempotencyMismatch') return t('composer.sentBefore')
  const reason = problemText(error.code, { message: error.message, ...error.details })
  return t('composer.notSent', { reason })
}
