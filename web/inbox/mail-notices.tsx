import { MailWarning } from 'lucide-react'
import type { TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import styles from './mail-notices.module.css'
import { TraitChips } from './trait-chips.tsx'

/** What is to be known of a mail before it is believed: what kind it is, and what nothing proves. */
export function MailNotices({ item }: { item: TimelineItem }) {
  // An invitation that could be read is a card, which says so itself.
  const traits = item.traits.filter((trait) => trait !== 'invitation' || item.invitations.length === 0)
  if (!item.isUnverified && traits.length === 0) return null
  return (
    <div className={styles.notices}>
      <TraitChips traits={traits} />
      {item.isUnverified && (
        <p className={styles.warning}>
          <MailWarning size={14} strokeWidth={1.9} aria-hidden />
          {t('item.unverified')}
        </p>
      )}
    </div>
  )
}
