import { Download, FileWarning, Image } from 'lucide-react'
import { useRef } from 'react'
import type { TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import styles from './mail-body.module.css'
import { MailFrame } from './mail-frame.tsx'
import { PlainText } from './plain-text.tsx'
import { RichText } from './rich-text.tsx'
import type { useShownImages } from './shown-images.ts'

type BodyProps = {
  item: TimelineItem
  isFramed: boolean
  onToggleFrame: () => void
  images: ReturnType<typeof useShownImages>
}

/**
 * What a person wrote here is shown as it is; a mail as it was designed, or as text where it has no design or the reader
 * asks for it. In both, quotes and signatures fold in their place.
 */
export function MailBody({ item, isFramed, onToggleFrame, images }: BodyProps) {
  if (item.richText !== null) return <RichText html={item.richText} className={styles.body} />
  const frameUrl = isFramed ? item.frameUrl : null
  return (
    <>
      {frameUrl ? (
        <>
          {item.hasRemoteImages && <RemoteImagesNote {...images} />}
          <MailFrame url={frameUrl} title={t('item.frame', { name: item.author.name })} showsImages={images.areShown} />
        </>
      ) : (
        <div className={styles.body}>
          {item.parts.length === 0 ? <PlainText text={item.text} /> : <FoldedText parts={item.parts} />}
        </div>
      )}
      {item.frameUrl && item.text && (
        <div className={styles.tools}>
          <button type="button" className={styles.switch} onClick={onToggleFrame}>
            {isFramed ? t('item.showPlain') : t('item.showHtml')}
          </button>
        </div>
      )}
    </>
  )
}

function FoldedText({ parts }: { parts: TimelineItem['parts'] }) {
  return parts.map(({ text, fold }, at) => {
    if (fold === null) {
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one unchanging text
      return <PlainText key={at} text={text} />
    }
    const label = t(`item.fold.${fold}`)
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one unchanging text
      <details key={at} className={styles.fold}>
        <summary aria-label={label} title={label}>
          …
        </summary>
        <PlainText text={text} />
      </details>
    )
  })
}

/** That pictures on the web wait, with the way to them; then, in its place, that they came. */
function RemoteImagesNote({ areShown, show }: ReturnType<typeof useShownImages>) {
  const note = useRef<HTMLParagraphElement>(null)
  const onShow = () => {
    show()
    // The button goes: whoever pressed it by key stays where it was, and hears what has changed.
    note.current?.focus()
  }
  return (
    <p ref={note} className={styles.remote} tabIndex={-1}>
      <span>{areShown ? t('mail.imagesShown') : t('item.remoteImages')}</span>
      {!areShown && (
        <button type="button" className={styles.show} onClick={onShow}>
          <Image size={14} strokeWidth={1.9} aria-hidden />
          {t('mail.showImages')}
        </button>
      )}
    </p>
  )
}

const unreadableReasons = ['tooSlow', 'tooMuchMemory', 'tooManyParts', 'tooDeep', 'malformed'] as const

/** A mail that could not be taken apart: why, and the way to it as it came in. */
export function UnreadableMail({ item }: { item: TimelineItem }) {
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
