import type { TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { Chip } from '../ui/chip.tsx'
import styles from './mail-notices.module.css'
import { SenderTruth } from './sender-truth.tsx'

/** What is to be known of a mail before it is believed: what kind it is, and whether it is from whom it says. */
export function MailNotices({ item }: { item: TimelineItem }) {
  if (!item.sender && item.traits.length === 0) return null
  return (
    <div className={styles.notices}>
      {item.traits.map((trait) => (
        <span key={trait} title={t(`mail.traitMeans.${trait}`)}>
          <Chip>{t(`mail.trait.${trait}`)}</Chip>
        </span>
      ))}
      {item.sender && <SenderTruth item={item} sender={item.sender} />}
    </div>
  )
}
