import { CircleHelp, Clock, type LucideIcon, ShieldAlert, ShieldCheck, ShieldQuestionMark } from 'lucide-react'
import type { TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { classNames } from '../ui/class-names.ts'
import { Note } from '../ui/note.tsx'
import styles from './sender-truth.module.css'

type Sender = NonNullable<TimelineItem['sender']>
type Sign = Sender['signs'][number]

const icons: Record<Sender['state'], LucideIcon> = {
  checking: Clock,
  verified: ShieldCheck,
  failed: ShieldAlert,
  unproven: ShieldQuestionMark,
  notChecked: CircleHelp,
}

/** A new customer is nothing to be afraid of: that one stands among the details. */
const quietSigns: readonly Sign[] = ['firstTime']

/**
 * Whether a mail is from whom it says: one quiet word, behind which stand the reasons, where all is well; a warning above
 * the mail where it is not.
 */
export function SenderTruth({ item, sender }: { item: TimelineItem; sender: Sender }) {
  const Icon = icons[sender.state]
  const warnings = warningsOf(sender, item)
  const said = warnings.map(({ text }) => text)
  const reasons = [meaningOf(sender), ...sender.signs.map((sign) => sentenceOf(sign, sender, item))].filter(
    (text) => !said.includes(text),
  )
  return (
    <>
      <details className={styles.truth}>
        <summary className={classNames(styles.summary, styles[sender.state])} title={t('sender.about')}>
          <Icon size={14} strokeWidth={1.9} aria-hidden />
          {t(`sender.state.${sender.state}`)}
        </summary>
        <div className={styles.details}>
          {reasons.map((text) => (
            <p key={text}>{text}</p>
          ))}
          {sender.state !== 'checking' && <p className={styles.results}>{t('sender.results', sender)}</p>}
        </div>
      </details>
      {warnings.length > 0 && (
        <div className={styles.warnings}>
          {warnings.map(({ text, isGrave }) => (
            <Note
              key={text}
              tone={isGrave ? 'bad' : 'plain'}
              icon={ShieldAlert}
              {...(isGrave ? { role: 'alert' } : {})}
            >
              {text}
            </Note>
          ))}
        </div>
      )}
    </>
  )
}

/** What is said without being asked for. */
function warningsOf(sender: Sender, item: TimelineItem): { text: string; isGrave: boolean }[] {
  const isRefuted = sender.state === 'unproven' && sender.dmarc === 'fail'
  return [
    ...(sender.state === 'failed' ? [{ text: meaningOf(sender), isGrave: true }] : []),
    ...(isRefuted ? [{ text: meaningOf(sender), isGrave: false }] : []),
    ...sender.signs
      .filter((sign) => !quietSigns.includes(sign) && !(sign === 'claimsUser' && sender.state === 'checking'))
      .map((sign) => ({ text: sentenceOf(sign, sender, item), isGrave: sign !== 'replyToMismatch' })),
  ]
}

function meaningOf(sender: Sender): string {
  const domain = sender.domain || t('sender.unknownDomain')
  switch (sender.state) {
    case 'verified':
      return t(`sender.means.verified.${sender.by ?? 'dmarc'}`, { domain })
    case 'unproven':
      return t(sender.dmarc === 'fail' ? 'sender.means.unprovenFail' : 'sender.means.unproven', { domain })
    case 'notChecked':
      return t(sender.because === 'timeUp' ? 'sender.means.tooSlow' : 'sender.means.notChecked', { domain })
    default:
      return t(`sender.means.${sender.state}`, { domain })
  }
}

function sentenceOf(sign: Sign, sender: Sender, item: TimelineItem): string {
  switch (sign) {
    case 'lookAlike':
      return t('sender.sign.lookAlike', { domain: domainOf(item), like: sender.likeDomain ?? '' })
    case 'replyToMismatch':
      return t('sender.sign.replyToMismatch', { address: sender.answersTo ?? '' })
    case 'displayNameIsAddress':
      return t('sender.sign.displayNameIsAddress', {
        address: sender.namedAddress ?? '',
        from: item.author.address ?? '',
      })
    default:
      return t(`sender.sign.${sign}`)
  }
}

const domainOf = ({ author }: TimelineItem) => author.address?.split('@').at(-1) ?? ''
