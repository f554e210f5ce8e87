import { File, FileText, Image, Music, Play, Sheet } from 'lucide-react'
import type { ReactNode } from 'react'
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
  /** What can be done to it. */
  children?: ReactNode
}

/** A file, written or received. */
export function FileChip({ name, detail, mediaType, download, children }: FileChipProps) {
  const Icon = iconOf(mediaType ?? '')
  const face = (
    <>
      <span className={styles.glyph}>
        {mediaType === null ? <Spinner size={14} /> : <Icon size={14} strokeWidth={1.9} aria-hidden />}
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.detail}>{detail}</span>
      </span>
    </>
  )
  if (!download) {
    return (
      <span className={styles.chip}>
        {face}
        {children}
      </span>
    )
  }
  return (
    <a className={styles.chip} href={download.url} download={name} aria-label={download.label}>
      {face}
    </a>
  )
}

function iconOf(mediaType: string) {
  if (mediaType.startsWith('image/')) return Image
  if (mediaType.startsWith('video/')) return Play
  if (mediaType.startsWith('audio/')) return Music
  if (/spreadsheet|excel|csv/.test(mediaType)) return Sheet
  if (/pdf|word|text\//.test(mediaType)) return FileText
  return File
}
