import type { TimelineItem } from '../data/types.ts'
import styles from './mail-notices.module.css'
import { SenderTruth } from './sender-truth.tsx'
import { TraitChips } from './trait-chips.tsx'

/** What is to be known of a mail before it is believed: what kind it is, and whether it is from whom it says. */
export function MailNotices({ item }: { item: TimelineItem }) {
  // An invitation that could be read is a card, and who passed a mail on is a line: these say so themselves.
  const isSaid = { invitation: item.invitations.length > 0, forwarded: item.forwarded !== null }
  const traits = item.traits.filter((trait) => !(trait in isSaid && isSaid[trait as keyof typeof isSaid]))
  if (!item.sender && traits.length === 0) return null
  return (
    <div className={styles.notices}>
      <TraitChips traits={traits} />
      {item.sender && <SenderTruth item={item} sender={item.sender} />}
    </div>
  )
}
