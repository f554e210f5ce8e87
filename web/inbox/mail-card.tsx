import { Reply, ReplyAll } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { isSameAddress } from '../../shared/mail-address.ts'
import { useSession } from '../data/session.ts'
import type { Address, TimelineItem } from '../data/types.ts'
import { exactTime, messageTime } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { SignatureFold } from '../ui/signature-fold.tsx'
import { AttachmentChips } from './attachment-chips.tsx'
import { requestComposer } from './composer-focus.ts'
import { DeliveryNotes, DeliveryStamp } from './delivery-notes.tsx'
import { ForwardedNote } from './forwarded-note.tsx'
import { MailBody, UnreadableMail } from './mail-body.tsx'
import styles from './mail-card.module.css'
import { MailMenu } from './mail-menu.tsx'
import { MailNotices } from './mail-notices.tsx'
import { useShownImages } from './shown-images.ts'
import { UndoNote } from './undo-note.tsx'

// Few mails carry one.
const InvitationCard = lazy(() =>
  import('./invitation/invitation-card.tsx').then((module) => ({ default: module.InvitationCard })),
)

type MailCardProps = {
  item: TimelineItem
  now: number
  sendsMail: boolean
  mayAct: boolean
  /** The channel's address: mail to it with a signed part for machines is shown as mail to it. */
  ownAddress: string
}

/** One mail: from whom to whom, its words, its files, and how it fared with each recipient. */
export function MailCard({ item, now, sendsMail, mayAct, ownAddress }: MailCardProps) {
  const [prefersFrame, setPrefersFrame] = useState(true)
  const { account } = useSession()
  const images = useShownImages(item.id)
  const isOutgoing = item.direction === 'outgoing'
  const { author } = item
  const secondary = author.kind === 'user' ? account.name : author.address
  const isFramed = prefersFrame && item.richText === null && item.frameUrl !== null && item.unreadable === null
  const names = (addresses: Address[]) => nameList(addresses, ownAddress)
  const to = names(item.to) || t('item.undisclosed')
  const hasReplyAll = item.replyAll.to.length + item.replyAll.cc.length > 1
  return (
    <article className={classNames(styles.mail, isOutgoing && styles.outgoing)} aria-label={author.name}>
      <header className={styles.head}>
        <Avatar id={author.kind === 'user' ? (author.id ?? '') : `contact-${author.id}`} name={author.name} />
        <div className={styles.people}>
          <p className={styles.line}>
            <span className={styles.name}>{author.name}</span>{' '}
            {secondary && secondary !== author.name && <span className={styles.secondary}>{secondary}</span>}
          </p>
          <p className={styles.to} title={addressList([...item.to, ...item.cc, ...item.bcc])}>
            {item.cc.length > 0 ? t('item.toCc', { names: to, cc: names(item.cc) }) : t('item.to', { names: to })}
            {item.deliveredTimes > 1 && `, ${t('item.times', { count: item.deliveredTimes })}`}
            {item.bcc.length > 0 && `, ${t('item.bcc', { names: names(item.bcc) })}`}
          </p>
        </div>
        <div className={styles.side}>
          {isOutgoing ? (
            <DeliveryStamp item={item} now={now} sendsMail={sendsMail} />
          ) : (
            <time dateTime={item.at} title={exactTime(item.at)}>
              {messageTime(item.at, now)}
            </time>
          )}
          {!isOutgoing && mayAct && (
            <IconButton
              size="sm"
              label={hasReplyAll ? t('item.replyAll') : t('item.reply')}
              icon={hasReplyAll ? ReplyAll : Reply}
              onClick={() => requestComposer(hasReplyAll ? 'replyAll' : 'reply', item.id)}
            />
          )}
          {item.rawUrl && (
            <MailMenu
              item={item}
              rawUrl={item.rawUrl}
              canReply={!isOutgoing && mayAct && hasReplyAll}
              showsImages={images.areShown}
            />
          )}
        </div>
      </header>
      <MailNotices item={item} />
      <ForwardedNote item={item} />
      {item.invitations.length > 0 && (
        <Suspense>
          {item.invitations.map((invitation, index) => (
            <InvitationCard
              // biome-ignore lint/suspicious/noArrayIndexKey: two changes of one event may come in one mail
              key={index}
              invitation={invitation}
              isAlone={item.text.trim() === '' && item.frameUrl === null}
            />
          ))}
        </Suspense>
      )}
      {item.unreadable ? (
        <UnreadableMail item={item} />
      ) : (
        <MailBody
          item={item}
          isFramed={isFramed}
          onToggleFrame={() => setPrefersFrame(!prefersFrame)}
          images={images}
        />
      )}
      {item.signature !== null && (
        <div className={styles.signature}>
          <SignatureFold html={item.signature} />
        </div>
      )}
      {/* The pictures of a design are seen in it. */}
      <AttachmentChips attachments={item.attachments.filter(({ isInline }) => !(isFramed && isInline))} />
      {isOutgoing && mayAct && <UndoNote item={item} />}
      {isOutgoing && <DeliveryNotes item={item} mayAct={mayAct} now={now} />}
    </article>
  )
}

function nameList(addresses: Address[], ownAddress: string): string {
  return addresses.map(({ name, address }) => name || withoutToken(address, ownAddress)).join(', ')
}

/** `support+TOKEN@…`, by which an answer finds its conversation, is to people the channel's address. */
function withoutToken(address: string, ownAddress: string): string {
  return isSameAddress(address.replace(/\+[^@]*@/, '@'), ownAddress) ? ownAddress : address
}

function addressList(addresses: Address[]): string {
  return addresses.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ')
}
