import { Forward } from 'lucide-react'
import type { Address, TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import styles from './forwarded-note.module.css'

/**
 * Who passed a mail on, and who wrote it as the forwarder states it. A mail that a mail system sent on by itself has its
 * writer above, and needs no note.
 */
export function ForwardedNote({ item }: { item: TimelineItem }) {
  const { forwarded } = item
  if (!forwarded || forwarded.method === 'auto') return null
  const forwarder = nameOf(forwarded.forwarder ?? { name: item.author.name, address: item.author.address ?? '' })
  // A reply goes where the mail says, which is not always to its sender.
  const replyTo = item.reply.to.map(nameOf).join(', ') || forwarder
  return (
    <div className={styles.note} role="note">
      <Forward size={14} strokeWidth={1.9} aria-hidden />
      <div>
        <p className={styles.people}>
          {forwarded.author === null
            ? t('mail.forwarded.unnamed', { forwarder })
            : t(forwarded.method === 'list' ? 'mail.forwarded.list' : 'mail.forwarded', {
                forwarder,
                author: inFull(forwarded.author),
              })}
        </p>
        <p className={styles.means}>
          {t(forwarded.author === null ? 'mail.forwarded.unnamedMeans' : 'mail.forwarded.means', {
            forwarder: replyTo,
          })}
        </p>
      </div>
    </div>
  )
}

function nameOf({ name, address }: Address): string {
  return name || address
}

function inFull({ name, address }: Address): string {
  if (address === '') return name
  return name ? `${name} (${address})` : address
}
