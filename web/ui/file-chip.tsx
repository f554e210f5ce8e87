import { Download, File, FileText, Image, Mail, Music, Play, Sheet } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { classNames } from './class-names.ts'
import styles from './file-chip.module.css'
import { Spinner } from './spinner.tsx'

type FileChipProps = {
  name: string
  /** its size, or how far it is */
  detail: string
  /** null while it is on its way */
  mediaType: string | null
  /** Where it can be had; `label` names the link. */
  download?: { url: string; label: string }
  /** How it is looked at; `label` names the button. */
  open?: { label: string; onOpen: () => void }
  /** A small picture of it; `isLarge` makes it the chip's face. */
  picture?: { url: string; isLarge: boolean } | undefined
  /** What can be done to it. */
  children?: ReactNode
}

/** A file, written or received. */
export function FileChip({ name, detail, mediaType, download, open, picture, children }: FileChipProps) {
  const face = (
    <>
      <Glyph mediaType={mediaType} picture={picture} />
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.detail}>{detail}</span>
      </span>
    </>
  )
  if (open) {
    return (
      <span className={classNames(styles.chip, styles.opens, picture?.isLarge && styles.large)}>
        <button type="button" className={styles.open} aria-label={open.label} title={name} onClick={open.onOpen}>
          {face}
        </button>
        {download && (
          <a className={styles.download} href={download.url} download={name} aria-label={download.label}>
            <Download size={15} strokeWidth={1.9} aria-hidden />
          </a>
        )}
      </span>
    )
  }
  if (!download) {
    return (
      <span className={styles.chip}>
        {face}
        {children}
      </span>
    )
  }
  return (
    <a className={styles.chip} href={download.url} download={name} aria-label={download.label} title={name}>
      {face}
    </a>
  )
}

function Glyph({ mediaType, picture }: Pick<FileChipProps, 'mediaType' | 'picture'>) {
  const [isBroken, setBroken] = useState(false)
  const Icon = iconOf(mediaType ?? '')
  return (
    <span className={styles.glyph}>
      {mediaType === null ? (
        <Spinner size={14} />
      ) : picture && !isBroken ? (
        <img className={styles.picture} src={picture.url} alt="" loading="lazy" onError={() => setBroken(true)} />
      ) : (
        <Icon size={14} strokeWidth={1.9} aria-hidden />
      )}
    </span>
  )
}

function iconOf(mediaType: string) {
  if (mediaType.startsWith('image/')) return Image
  if (mediaType.startsWith('video/')) return Play
  if (mediaType.startsWith('audio/')) return Music
  if (mediaType === 'message/rfc822') return Mail
  if (/spreadsheet|excel|csv/.test(mediaType)) return Sheet
  if (/pdf|word|text\//.test(mediaType)) return FileText
  return File
}
