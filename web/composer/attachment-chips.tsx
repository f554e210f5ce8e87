import { X } from 'lucide-react'
import { fileSize } from '../labels/format.ts'
import { currentLanguage, t } from '../labels/labels.ts'
import { FileChip } from '../ui/file-chip.tsx'
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
        <li key={fileId}>
          <FileChip name={name} detail={fileSize(size)} mediaType={mediaType}>
            <RemoveButton name={name} onClick={() => onRemove(fileId)} />
          </FileChip>
        </li>
      ))}
      {uploads.map(({ id, name, size, share }) => (
        <li key={id} aria-busy="true" title={t('composer.uploading', { name, percent: percent(share) })}>
          <FileChip name={name} detail={`${percent(share)} · ${fileSize(size)}`} mediaType={null}>
            <RemoveButton name={name} onClick={() => onStop(id)} />
            <span className={styles.progress} style={{ transform: `scaleX(${share})` }} />
          </FileChip>
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
