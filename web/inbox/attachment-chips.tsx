import type { AttachmentItem } from '../data/types.ts'
import { fileSize } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import { FileChip } from '../ui/file-chip.tsx'
import styles from './attachment-chips.module.css'

/** The files of a message; each is a download. */
export function AttachmentChips({ attachments }: { attachments: AttachmentItem[] }) {
  if (attachments.length === 0) return null
  return (
    <ul className={styles.files} aria-label={t('item.attachments')}>
      {attachments.map(({ fileId, name, size, mediaType, url }) => (
        <li key={fileId}>
          <FileChip
            name={name}
            detail={fileSize(size)}
            mediaType={mediaType}
            download={{ url, label: t('item.download', { name }) }}
          />
        </li>
      ))}
    </ul>
  )
}
