import { Forward, Plus, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { isSameAddress, parseMailAddresses } from '../../shared/mail-address.ts'
import type { TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import styles from './recipient-rows.module.css'
import { addRecipients, type RecipientKind, type Recipients, removeRecipient } from './recipients.ts'

type RecipientRowsProps = {
  recipients: Recipients
  /** Drawn in the colour that this contact has everywhere. */
  contact: { id: string; addresses: string[] }
  from: { mailName: string; sendsFrom: string }
  /** The message that is answered: of one that was passed on, who wrote it is marked, and others are suggested. */
  answered: Pick<TimelineItem, 'forwarded' | 'suggested'> | null
  onChange: (recipients: Recipients) => void
}

/** Who the reply is from and whom it reaches; Cc and Bcc appear when they are needed. */
export function RecipientRows({ recipients, contact, from, answered, onChange }: RecipientRowsProps) {
  const all = { recipients, contact, statedAddress: answered?.forwarded?.author?.address ?? null, onChange }
  const copies = useCopyRows(all)
  return (
    <div className={styles.rows}>
      <HeaderRow label={t('composer.from')}>
        <span className="ellipsis">
          {from.mailName} <span className={styles.faint}>{from.sendsFrom}</span>
        </span>
      </HeaderRow>
      <RecipientRow kind="to" {...all} hasFocus={false} end={copies.buttons} />
      {copies.rows}
      <Suggestions recipients={recipients} suggested={answered?.suggested ?? []} onChange={onChange} />
    </div>
  )
}

/** A line of a mail's head: its word, and what stands beside it. `controlId`: the field that the word names. */
export function HeaderRow(props: { label: string; controlId?: string; end?: ReactNode; children: ReactNode }) {
  const { label, controlId, end, children } = props
  return (
    <div className={styles.row}>
      {controlId ? (
        <label className={styles.key} htmlFor={controlId}>
          {label}
        </label>
      ) : (
        <span className={styles.key}>{label}</span>
      )}
      {children}
      {end}
    </div>
  )
}

type CopyRowsProps = Omit<RecipientRowProps, 'kind' | 'hasFocus' | 'end'>

/** *Cc* and *Bcc*, which appear when they are needed: the buttons that bring them, and their rows. */
export function useCopyRows(props: CopyRowsProps): { buttons: ReactNode; rows: ReactNode } {
  const { recipients } = props
  const [revealed, setRevealed] = useState<ReadonlySet<RecipientKind>>(new Set())
  const isShown = (kind: RecipientKind) => recipients[kind].length > 0 || revealed.has(kind)
  const reveal = (kind: RecipientKind) => setRevealed((before) => new Set([...before, kind]))
  const row = (kind: RecipientKind) =>
    isShown(kind) && (
      <RecipientRow {...props} kind={kind} hasFocus={revealed.has(kind) && recipients[kind].length === 0} end={null} />
    )
  return {
    buttons: (
      <>
        {!isShown('cc') && (
          <Button variant="ghost" size="sm" aria-label={t('composer.addCc')} onClick={() => reveal('cc')}>
            {t('composer.cc')}
          </Button>
        )}
        {!isShown('bcc') && (
          <Button variant="ghost" size="sm" aria-label={t('composer.addBcc')} onClick={() => reveal('bcc')}>
            {t('composer.bcc')}
          </Button>
        )}
      </>
    ),
    rows: (
      <>
        {row('cc')}
        {row('bcc')}
      </>
    ),
  }
}

type SuggestionsProps = Pick<RecipientRowsProps, 'recipients' | 'onChange'> & { suggested: TimelineItem['suggested'] }

/** Whom else the answer to a forwarded mail may be meant for (S22): each is one press away until he is there. */
function Suggestions({ recipients, suggested, onChange }: SuggestionsProps) {
  const everybody = [...recipients.to, ...recipients.cc, ...recipients.bcc]
  const missing = suggested.filter((one) => !everybody.some(({ address }) => isSameAddress(address, one.address)))
  if (missing.length === 0) return null
  return (
    <ul className={styles.suggestions} aria-label={t('mail.suggested')}>
      {missing.map(({ kind, name, address, because }) => (
        <li key={address}>
          <Button
            variant="ghost"
            size="sm"
            icon={Plus}
            onClick={() => onChange(addRecipients(recipients, kind, [{ name, address }]))}
          >
            {t(`mail.suggested.${because}`, { name: name || address })}
          </Button>
        </li>
      ))}
    </ul>
  )
}

type RecipientRowProps = {
  kind: RecipientKind
  recipients: Recipients
  contact: RecipientRowsProps['contact']
  statedAddress: string | null
  hasFocus: boolean
  end: ReactNode
  onChange: (recipients: Recipients) => void
}

function RecipientRow({ kind, recipients, contact, statedAddress, hasFocus, end, onChange }: RecipientRowProps) {
  const [typed, setTyped] = useState('')
  const [rejected, setRejected] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const label = { to: t('composer.to'), cc: t('composer.cc'), bcc: t('composer.bcc') }[kind]
  const people = recipients[kind]
  const faceOf = (address: string) =>
    contact.addresses.some((known) => isSameAddress(known, address)) ? `contact-${contact.id}` : `address-${address}`

  /** Turns what is typed into people; what is no address stays to be mended. */
  const take = (text: string) => {
    const found = parseMailAddresses(text)
    if (found.addresses.length > 0) onChange(addRecipients(recipients, kind, found.addresses))
    setTyped(found.rejected.join(', '))
    setRejected(found.rejected[0] ?? null)
  }
  const remove = (address: string) => {
    onChange(removeRecipient(recipients, kind, address))
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const last = people.at(-1)
    if (event.key === 'Backspace' && typed === '' && last) remove(last.address)
    const ends = event.key === 'Enter' || event.key === ',' || event.key === ';'
    if (!ends || event.ctrlKey || event.metaKey) return
    // A comma inside quotes belongs to the name ("Solheim, Kari" <kari@solvik.example>).
    if (event.key !== 'Enter' && (typed.split('"').length - 1) % 2 === 1) return
    event.preventDefault()
    take(typed)
  }
  return (
    <>
      <HeaderRow label={label} controlId={id} end={end}>
        <ul className={styles.people}>
          {people.map((person) => (
            <li key={person.address} className={styles.person} title={person.address}>
              <Avatar id={faceOf(person.address)} name={person.name || person.address} size={18} />
              <span className="ellipsis">{person.name || person.address}</span>
              {statedAddress !== null && isSameAddress(person.address, statedAddress) && (
                <span className={styles.stated}>
                  <Forward size={12} strokeWidth={2.1} aria-hidden />
                  {t('mail.stated')}
                </span>
              )}
              <button
                type="button"
                className={styles.remove}
                aria-label={t('composer.remove', { name: person.name || person.address })}
                onClick={() => remove(person.address)}
              >
                <X size={12} strokeWidth={2.1} aria-hidden />
              </button>
            </li>
          ))}
          <li className={styles.typing}>
            <input
              ref={input}
              id={id}
              type="text"
              inputMode="email"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              // biome-ignore lint/a11y/noAutofocus: the row appeared because its button was pressed
              autoFocus={hasFocus}
              className={styles.input}
              value={typed}
              aria-invalid={rejected !== null || undefined}
              aria-describedby={rejected === null ? undefined : `${id}-note`}
              onChange={(event) => {
                setTyped(event.target.value)
                setRejected(null)
              }}
              onKeyDown={onKeyDown}
              onPaste={(event) => {
                const text = event.clipboardData.getData('text')
                if (parseMailAddresses(text).addresses.length === 0) return
                event.preventDefault()
                take(`${typed} ${text}`)
              }}
              onBlur={() => take(typed)}
            />
          </li>
        </ul>
      </HeaderRow>
      {rejected !== null && (
        <p className={styles.rejected} id={`${id}-note`} role="alert">
          {t('composer.notAddress', { text: rejected })}
        </p>
      )}
    </>
  )
}
