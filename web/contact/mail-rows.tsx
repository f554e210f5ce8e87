import { Forward } from 'lucide-react'
import { useId } from 'react'
import { recipientsIn } from '../composer/draft.ts'
import { HeaderRow, useCopyRows } from '../composer/recipient-rows.tsx'
import type { ContactRecord, ContactSender } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Select } from '../ui/select.tsx'
import type { MailDraft, MailKeeper } from './mail-draft.ts'
import styles from './mail-rows.module.css'

type MailRowsProps = {
  contact: ContactRecord
  keeper: MailKeeper
  draft: MailDraft
  from: ContactSender
  to: string
}

/** The head of a mail to a contact: the address that it leaves from, the contact's, who else reads it, the subject. */
export function MailRows({ contact, keeper, draft, from, to }: MailRowsProps) {
  const subjectId = useId()
  const copies = useCopyRows({
    recipients: recipientsIn(draft.content),
    contact,
    statedAddress: null,
    onChange: ({ cc, bcc }) => keeper.change((now) => ({ ...now, cc, bcc }), true),
  })
  const senders = contact.senders.filter(({ refusal }) => refusal === null)
  return (
    <div className={styles.rows}>
      <HeaderRow label={t('composer.from')}>
        <Select
          label={t('composer.from')}
          className={styles.select}
          value={from.channelAccountId}
          options={senders.map((one) => ({
            value: one.channelAccountId,
            label: one.address,
            hint: `${one.mailName} · ${one.inboxName}`,
          }))}
          onSelect={(channelAccountId) => keeper.address({ channelAccountId })}
        >
          <span className="ellipsis">
            {from.mailName} <span className={styles.faint}>{from.address}</span>
          </span>
        </Select>
      </HeaderRow>
      <HeaderRow label={t('composer.to')} end={copies.buttons}>
        {contact.addresses.length > 1 ? (
          <Select
            label={t('composer.to')}
            className={styles.select}
            value={to}
            options={contact.addresses.map((address) => ({ value: address, label: address }))}
            onSelect={(address) => keeper.address({ to: address })}
          >
            <To contact={contact} address={to} />
          </Select>
        ) : (
          <span className={styles.to}>
            <To contact={contact} address={to} />
          </span>
        )}
      </HeaderRow>
      {copies.rows}
      <HeaderRow label={t('contact.subject')} controlId={subjectId}>
        <input
          id={subjectId}
          type="text"
          className={styles.subject}
          maxLength={500}
          autoComplete="off"
          data-autofocus
          value={draft.subject}
          onChange={(event) => keeper.address({ subject: event.target.value })}
        />
      </HeaderRow>
    </div>
  )
}

function To({ contact, address }: { contact: ContactRecord; address: string }) {
  return (
    <>
      <Avatar id={`contact-${contact.id}`} name={contact.name} size={18} />
      <span className="ellipsis">
        {contact.name !== address && `${contact.name} `}
        <span className={styles.faint}>{address}</span>
      </span>
      {contact.isStated && (
        <span className={styles.stated}>
          <Forward size={12} strokeWidth={2.1} aria-hidden />
          {t('mail.stated')}
        </span>
      )}
    </>
  )
}
