import { useSuspenseQuery } from '@tanstack/react-query'
import { MailX } from 'lucide-react'
import { DraftForm } from '../composer/draft-form.tsx'
import { overviewQuery } from '../data/queries.ts'
import type { ContactRecord, SentEmail } from '../data/types.ts'
import { problemText, t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Note } from '../ui/note.tsx'
import styles from './mail-dialog.module.css'
import { addressOf, isBegun, type MailDraft, type MailKeeper, senderOf } from './mail-draft.ts'
import { MailRows } from './mail-rows.tsx'
import { useSendMail, whyNotSent } from './use-send-mail.ts'

type MailDialogProps = {
  contact: ContactRecord
  keeper: MailKeeper
  draft: MailDraft
  onClose: () => void
  /** With the inbox in which the conversation was opened. */
  onSent: (sent: SentEmail, inboxName: string) => void
}

/**
 * *Email* on a contact's record: from one of the addresses of the inboxes in which the writer may act, under his own
 * signature (S20). Closed, it keeps what was written.
 */
export function MailDialog({ contact, keeper, draft, onClose, onSent }: MailDialogProps) {
  const { sendsMail } = useSuspenseQuery(overviewQuery).data
  const send = useSendMail(contact.id, keeper, (sent, { from }) => onSent(sent, from.inboxName))
  const from = senderOf(contact, draft)
  const to = addressOf(contact, draft)
  if (!from || to === null) return <CannotWrite contact={contact} onClose={onClose} />
  const discard = () => {
    keeper.forget()
    onClose()
  }
  return (
    <Dialog title={t('contact.email')} isWide onClose={onClose}>
      <div className={styles.mail}>
        <DraftForm
          kind="reply"
          isRoomy
          label={t('contact.words')}
          keeper={keeper}
          kept={draft}
          hint={t('contact.hint', { name: contact.name })}
          isSending={send.isPending}
          signature={contact.signature}
          problem={whyNotSent(send.error)}
          otherWay={
            isBegun(draft) && (
              <Button variant="ghost" onClick={discard}>
                {t('contact.discard')}
              </Button>
            )
          }
          aside={sendsMail ? null : t('composer.waits')}
          refusal={draft.subject.trim() === '' ? t('contact.noSubject') : null}
          focusCount={0}
          onSend={(content) => send.mutate({ content, from, to })}
          onMend={send.reset}
        >
          <MailRows contact={contact} keeper={keeper} draft={draft} from={from} to={to} />
        </DraftForm>
      </div>
    </Dialog>
  )
}

/** In place of the mail where none can leave: why, of each address that there is. */
function CannotWrite({ contact, onClose }: { contact: ContactRecord; onClose: () => void }) {
  const { addresses, senders, name } = contact
  const reasons = senders.flatMap(({ channelAccountId, refusal }) =>
    refusal ? [{ channelAccountId, sentence: problemText(refusal.code, refusal.details) }] : [],
  )
  const why =
    addresses.length === 0
      ? t('contact.cannotWrite', { name })
      : t(reasons.length === 0 ? 'contact.noSender' : 'contact.cannotSend')
  return (
    <Dialog title={t('contact.email')} onClose={onClose}>
      <Note icon={MailX}>
        {why}
        {addresses.length > 0 && reasons.length > 0 && (
          <ul className={styles.reasons}>
            {reasons.map(({ channelAccountId, sentence }) => (
              <li key={channelAccountId}>{sentence}</li>
            ))}
          </ul>
        )}
      </Note>
    </Dialog>
  )
}
