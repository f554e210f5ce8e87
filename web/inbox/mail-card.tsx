import { Download, Ellipsis, FileWarning, MailWarning, Reply, ReplyAll } from 'lucide-react'
import { useState } from 'react'
import { isSameAddress } from '../../shared/mail-address.ts'
import { useSession } from '../data/session.ts'
import type { Address, TimelineItem } from '../data/types.ts'
import { exactTime, messageTime } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { AttachmentChips } from './attachment-chips.tsx'
import { requestComposer } from './composer-focus.ts'
import { DeliveryNotes, DeliveryStamp } from './delivery-notes.tsx'
import styles from './mail-card.module.css'
import { MailFrame } from './mail-frame.tsx'
import { PlainText } from './plain-text.tsx'
import { RichText } from './rich-text.tsx'
import { UndoNote } from './undo-note.tsx'

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
  const [prefersFrame, setPrefersFrame] = useState(item.foldedText === '')
  const { account } = useSession()
  const isOutgoing = item.direction === 'outgoing'
  const { author } = item
  const secondary = author.kind === 'user' ? account.name : author.address
  const isFramed = prefersFrame && item.richText === null && item.frameUrl !== null && item.unreadable === null
  const names = (addresses: Address[]) => nameList(addresses, ownAddress)
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
            {item.cc.length > 0
              ? t('item.toCc', { names: names(item.to), cc: names(item.cc) })
              : t('item.to', { names: names(item.to) })}
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
          {item.rawUrl && <MailMenu item={item} rawUrl={item.rawUrl} canReply={!isOutgoing && mayAct && hasReplyAll} />}
        </div>
      </header>
      {item.isUnverified && (
        <p className={styles.warning}>
          <MailWarning size={14} strokeWidth={1.9} aria-hidden />
          {t('item.unverified')}
        </p>
      )}
      {item.unreadable ? (
        <Unreadable item={item} />
      ) : (
        <Body item={item} isFramed={isFramed} onToggleFrame={() => setPrefersFrame(!prefersFrame)} />
      )}
      {/* The pictures of a design are seen in it. */}
      <AttachmentChips attachments={item.attachments.filter(({ isInline }) => !(isFramed && isInline))} />
      {isOutgoing && mayAct && <UndoNote item={item} />}
      {isOutgoing && <DeliveryNotes item={item} mayAct={mayAct} now={now} />}
    </article>
  )
}

function MailMenu({ item, rawUrl, canReply }: { item: TimelineItem; rawUrl: string; canReply: boolean }) {
  return (
    <Menu
      label={t('item.more')}
      align="end"
      trigger={(props) => <IconButton {...props} size="sm" label={t('item.more')} icon={Ellipsis} />}
    >
      {canReply && (
        <MenuItem icon={Reply} onSelect={() => requestComposer('reply', item.id)}>
          {t('item.reply')}
        </MenuItem>
      )}
      {/* The answer is an attachment, so the page stays. */}
      <MenuItem icon={Download} onSelect={() => location.assign(rawUrl)}>
        {t('item.raw')}
      </MenuItem>
    </Menu>
  )
}

type BodyProps = { item: TimelineItem; isFramed: boolean; onToggleFrame: () => void }

/**
 * What a person wrote here is shown as it is. A mail that quotes an older one is shown as the text that is new, with the
 * rest behind `…`; one that quotes nothing is shown as it was designed.
 */
function Body({ item, isFramed, onToggleFrame }: BodyProps) {
  const [isWhole, setWhole] = useState(false)
  if (item.richText !== null) return <RichText html={item.richText} className={styles.body} />
  const frameUrl = isFramed ? item.frameUrl : null
  const isFolded = item.foldedText !== '' && !frameUrl
  return (
    <>
      {frameUrl ? (
        <>
          <MailFrame url={frameUrl} title={t('item.frame', { name: item.author.name })} />
          {item.hasRemoteImages && <p className={styles.remote}>{t('item.remoteImages')}</p>}
        </>
      ) : (
        <PlainText text={isWhole ? item.foldedText : item.text} className={styles.body} />
      )}
      {(isFolded || (item.frameUrl && item.text)) && (
        <div className={styles.tools}>
          {isFolded && (
            <button
              type="button"
              className={styles.fold}
              aria-expanded={isWhole}
              aria-label={isWhole ? t('item.hideQuoted') : t('item.showQuoted')}
              title={isWhole ? t('item.hideQuoted') : t('item.showQuoted')}
              onClick={() => setWhole(!isWhole)}
            >
              …
            </button>
          )}
          {item.frameUrl && (
            <button type="button" className={styles.switch} onClick={onToggleFrame}>
              {isFramed ? t('item.showPlain') : t('item.showHtml')}
            </button>
          )}
        </div>
      )}
    </>
  )
}

const unreadableReasons = ['tooSlow', 'tooMuchMemory', 'tooManyParts', 'tooDeep', 'malformed'] as const

function Unreadable({ item }: { item: TimelineItem }) {
  const reason = unreadableReasons.find((known) => known === item.unreadable?.reason)
  return (
    <div className={styles.unreadable}>
      <FileWarning size={18} strokeWidth={1.75} aria-hidden />
      <div>
        <p className={styles.unreadableTitle}>{t('item.unreadable')}</p>
        <p>
          {reason ? t(`item.unreadable.${reason}`) : item.unreadable?.detail} {t('item.unreadableText')}
        </p>
        {item.rawUrl && (
          <a className={styles.raw} href={item.rawUrl} download>
            <Download size={14} strokeWidth={1.9} aria-hidden />
            {t('item.raw')}
          </a>
        )}
      </div>
    </div>
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
