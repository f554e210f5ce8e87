import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Forward, Mail, MailCheck, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useSession } from '../data/session.ts'
import type { ContactRecord, SentEmail } from '../data/types.ts'
import { undoSend } from '../inbox/undo-send.ts'
import { longDate } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { showToast } from '../ui/toast.tsx'
import styles from './contact-facts.module.css'
import { MailDialog } from './mail-dialog.tsx'
import { isBegun } from './mail-draft.ts'
import { OwnerPicker } from './owner-picker.tsx'
import { useMailDraft } from './use-mail-draft.ts'

/** Who the contact is, and what can be done: *Email*, and whose he is. */
export function ContactFacts({ contact }: { contact: ContactRecord }) {
  const { addresses, createdAt, id, isStated, name } = contact
  return (
    <section aria-label={t('contact.region')}>
      <header className={styles.head}>
        <Avatar id={`contact-${id}`} name={name} size={64} />
        <h1 className={styles.name}>{name}</h1>
      </header>
      {isStated && (
        <p className={styles.stated}>
          <Forward size={14} strokeWidth={1.9} aria-hidden />
          <span>{t('mail.statedContact')}</span>
        </p>
      )}
      <Emailing contact={contact} />
      <div className={styles.section}>
        <h2 className={styles.heading}>{t('details.about')}</h2>
        <dl className={styles.facts}>
          <dt>{addresses.length > 1 ? t('details.emails') : t('details.email')}</dt>
          {addresses.length === 0 && <dd>{t('contact.noAddress')}</dd>}
          {addresses.map((address) => (
            <dd key={address} className={styles.address}>
              {address}
            </dd>
          ))}
          <dt>{t('contact.owner')}</dt>
          <dd>
            <OwnerPicker contact={contact} />
          </dd>
          <dt>{t('details.since')}</dt>
          <dd>{longDate(createdAt)}</dd>
        </dl>
      </div>
    </section>
  )
}

type Sent = SentEmail & { inboxName: string }

/** *Email*, and beside it what became of the last mail. */
function Emailing({ contact }: { contact: ContactRecord }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { user } = useSession()
  const { keeper, draft } = useMailDraft(contact.id)
  const [isWriting, setWriting] = useState(false)
  const [sent, setSent] = useState<Sent | null>(null)
  const offerUndo = ({ threadId, messageId }: SentEmail) => {
    if (user.undoSeconds === 0) return
    const run = async () => {
      setSent(null)
      await undoSend(client, threadId, messageId)
      // Its words are a draft of the conversation now.
      await navigate({ to: '/inbox/threads/$threadId', params: { threadId } })
    }
    showToast({ text: t('delivery.sending'), action: { label: t('done.undo'), keys: 'Z', run: () => void run() } })
  }
  return (
    <div className={styles.actions}>
      <Button icon={Mail} onClick={() => setWriting(true)}>
        {t('contact.email')}
      </Button>
      {isBegun(draft) && !isWriting && <Note icon={Pencil}>{t('contact.kept', { name: contact.name })}</Note>}
      <div role="status">
        {sent && (
          <Note tone="info" icon={MailCheck}>
            {t('contact.sent', { inbox: sent.inboxName })}{' '}
            <Link to="/inbox/threads/$threadId" params={{ threadId: sent.threadId }}>
              {t('contact.open')}
            </Link>
          </Note>
        )}
      </div>
      {isWriting && (
        <MailDialog
          contact={contact}
          keeper={keeper}
          draft={draft}
          onClose={() => setWriting(false)}
          onSent={(mail, inboxName) => {
            setWriting(false)
            setSent({ ...mail, inboxName })
            offerUndo(mail)
          }}
        />
      )}
    </div>
  )
}
