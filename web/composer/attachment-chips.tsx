import { File as FileIcon, Image, X } from 'lucide-react'
import { fileSize } from '../labels/format.ts'
import { currentLanguage, t } from '../labels/labels.ts'
import { Spinner } from '../ui/spinner.tsx'
import styles from './attachment-chips.module.css'
import type { Attachment } from './draft.ts'
import type { Upload } from './use-uploads.ts'

type AttachmentChipsProps = {
  attachments: Attachment[]
  uploads: Upload[]
  onRemove: (fileId: string) => void
  onStop: (uploadId: string) => void
}

/** The files of the draft, and those on their way with how far they are. */
export function AttachmentChips({ attachments, uploads, onRemove, onStop }: AttachmentChipsProps) {
  if (attachments.length + uploads.length === 0) return null
  return (
    <ul className={styles.files} aria-label={t('composer.attachments')}>
      {attachments.map(({ fileId, name, size, mediaType }) => (
        <li key={fileId} className={styles.file}>
          <span className={styles.glyph}>
            {mediaType.startsWith('image/') ? <Image size={14} aria-hidden /> : <FileIcon size={14} aria-hidden />}
          </span>
          <span className={styles.words}>
            <span className={styles.name}>{name}</span>
            <span className={styles.size}>{fileSize(size)}</span>
          </span>
          <RemoveButton name={name} onClick={() => onRemove(fileId)} />
        </li>
      ))}
      {uploads.map(({ id, name, size, share }) => (
        <li
          key={id}
          className={styles.file}
          aria-busy="true"
          title={t('composer.uploading', { name, percent: percent(share) })}
        >
          <span className={styles.glyph}>
            <Spinner size={14} />
          </span>
          <span className={styles.words}>
            <span className={styles.name}>{name}</span>
            <span className={styles.size}>
              {percent(share)} · {fileSize(size)}
            </span>
          </span>
          <RemoveButton name={name} onClick={() => onStop(id)} />
          <span className={styles.progress} style={{ transform: `scaleX(${share})` }} />
        </li>
      ))}
    </ul>
  )
}

function RemoveButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button type="button" className={styles.remove} aria-label={t('composer.remove', { name })} onClick={onClick}>
      <X size={14} strokeWidth={1.9} aria-hidden />
    </button>
  )
}

function percent(share: number): string {
  return share.toLocaleString(currentLanguage(), { style: 'percent' })
}
