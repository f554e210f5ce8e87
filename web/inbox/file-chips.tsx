import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { previewKind } from '../../shared/preview-kind.ts'
import { thumbnailAddress } from '../data/file-address.ts'
import type { AttachmentItem } from '../data/types.ts'
import { fileSize } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import { FileChip } from '../ui/file-chip.tsx'
import styles from './file-chips.module.css'

/** A file of a message, or of a mail that came attached: then `part` is its place there. */
export type ReceivedFile = Omit<AttachmentItem, 'isInline'> & { part: string | null }

/** From here on pictures are small, and all of it can be folded away. */
const many = 9

/** The files of a mail as chips, pictures as what they show; what opens a file is the caller's. */
export function FileChips({ files, onOpen }: { files: ReceivedFile[]; onOpen: (index: number) => void }) {
  const [isFolded, setFolded] = useState(false)
  const listId = useId()
  if (files.length === 0) return null
  const hasMany = files.length >= many
  return (
    <div className={styles.files}>
      {hasMany && (
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={!isFolded}
          aria-controls={listId}
          onClick={() => setFolded(!isFolded)}
        >
          <ChevronDown className={styles.chevron} size={14} strokeWidth={2} aria-hidden />
          {t('files.count', { count: files.length })}
          <span className={styles.total}>{fileSize(files.reduce((sum, { size }) => sum + size, 0))}</span>
        </button>
      )}
      <ul
        id={listId}
        className={hasMany ? styles.grid : styles.list}
        aria-label={t('item.attachments')}
        hidden={isFolded}
      >
        {files.map((file, index) => (
          <li key={file.part ?? file.fileId}>
            <ReceivedChip file={file} isSmall={hasMany} onOpen={() => onOpen(index)} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function ReceivedChip({ file, isSmall, onOpen }: { file: ReceivedFile; isSmall: boolean; onOpen: () => void }) {
  const { name, size, mediaType, url } = file
  const kind = previewKind(file)
  return (
    <FileChip
      name={name}
      detail={fileSize(size)}
      mediaType={kind === 'mail' ? 'message/rfc822' : mediaType}
      download={{ url, label: t('item.download', { name }) }}
      picture={kind === 'picture' ? { url: thumbnailAddress(file), isLarge: !isSmall } : undefined}
      {...(kind ? { open: { label: t('files.open', { name }), onOpen } } : {})}
    />
  )
}
