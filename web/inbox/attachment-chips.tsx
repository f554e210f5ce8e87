import { File, FileText, Image, Music, Play, Sheet } from 'lucide-react'
import type { AttachmentItem } from '../data/types.ts'
import { fileSize } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import styles from './attachment-chips.module.css'

/** The files of a message; each is a download. */
export function AttachmentChips({ attachments }: { attachments: AttachmentItem[] }) {
  if (attachments.length === 0) return null
  return (
    <ul className={styles.files} aria-label={t('item.attachments')}>
      {attachments.map((file) => {
        const Icon = iconOf(file.mediaType)
        return (
          <li key={file.fileId}>
            <a
              className={styles.file}
              href={file.url}
              download={file.name}
              aria-label={t('item.download', { name: file.name })}
            >
              <span className={styles.glyph}>
                <Icon size={14} strokeWidth={1.9} aria-hidden />
              </span>
              <span className={styles.text}>
                <span className={styles.name}>{file.name}</span>
                <span className={styles.size}>{fileSize(file.size)}</span>
              </span>
            </a>
          </li>
        )
      })}
    </ul>
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
