import { Info } from 'lucide-react'
import type { FilePreview } from '../../data/types.ts'
import { fileSize } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { Note } from '../../ui/note.tsx'
import type { ReceivedFile } from '../file-chips.tsx'
import styles from './text-view.module.css'

/** A text as the characters that it is made of: a page of HTML is its source here. */
export function TextView({ file, preview }: { file: ReceivedFile; preview: FilePreview }) {
  return (
    <section
      className={styles.window}
      aria-label={t('files.content', { name: file.name })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keys
      tabIndex={0}
    >
      <div className={styles.paper}>
        {preview.isCut && <Note icon={Info}>{t('files.cut', { size: fileSize(file.size) })}</Note>}
        <pre className={styles.text}>{preview.text || t('files.empty')}</pre>
      </div>
    </section>
  )
}
