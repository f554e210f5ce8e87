import { Download, FileX } from 'lucide-react'
import { ApiProblem } from '../../data/api.ts'
import { fileSize } from '../../labels/format.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Spinner } from '../../ui/spinner.tsx'
import type { ReceivedFile } from '../file-chips.tsx'
import styles from './not-shown.module.css'

export function Opening({ file }: { file: ReceivedFile }) {
  return (
    <div className={styles.middle} role="status" aria-label={t('files.loading', { name: file.name })}>
      <Spinner size={20} />
    </div>
  )
}

type NotShownProps = { file: ReceivedFile; sentence?: string; error?: Error }

/** Says why, in words, and offers the file itself. */
export function NotShown({ file, sentence, error }: NotShownProps) {
  const { name, url, size, mediaType } = file
  const reason = error instanceof ApiProblem ? problemText(error.code, error.details) : problemText('fault')
  const type = mediaType === 'application/octet-stream' ? t('files.unknownType') : mediaType
  return (
    <div className={styles.middle}>
      <div className={styles.notShown}>
        <FileX size={28} strokeWidth={1.5} aria-hidden />
        <p className={styles.sentence} role={error ? 'alert' : undefined}>
          {sentence ?? reason}
        </p>
        <p className={styles.type}>{t('files.typeAndSize', { type, size: fileSize(size) })}</p>
        <a className={styles.download} href={url} download={name}>
          <Download size={15} strokeWidth={1.9} aria-hidden />
          {t('item.download', { name })}
        </a>
      </div>
    </div>
  )
}
