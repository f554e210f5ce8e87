import { Lock } from 'lucide-react'
import type { TimelineItem } from '../data/types.ts'
import { exactTime, messageTime } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { AttachmentChips } from './attachment-chips.tsx'
import styles from './comment-card.module.css'
import { PlainText } from './plain-text.tsx'
import { RichText } from './rich-text.tsx'

/** What colleagues say to each other: inset, heather, dashed, with a lock, so that it never looks like mail. */
export function CommentCard({ item, now }: { item: TimelineItem; now: number }) {
  return (
    <article className={styles.comment} aria-label={`${item.author.name}, ${t('item.comment')}`}>
      <Avatar id={item.author.id ?? ''} name={item.author.name} size={24} />
      <div className={styles.content}>
        <header className={styles.head}>
          <b>{item.author.name}</b>
          <Lock size={12} strokeWidth={2.1} aria-hidden />
          <span className="ellipsis">{t('item.comment')}</span>
          <time className={styles.time} dateTime={item.at} title={exactTime(item.at)}>
            {messageTime(item.at, now)}
          </time>
        </header>
        {item.richText === null ? (
          <PlainText text={item.text} className={styles.body} />
        ) : (
          <RichText html={item.richText} className={styles.body} />
        )}
        <div className={styles.files}>
          <AttachmentChips attachments={item.attachments} />
        </div>
      </div>
    </article>
  )
}
