import { useRef } from 'react'
import { EditorArea, useDraftEditor } from '../../composer/editor.tsx'
import { Toolbar, type ToolbarHandle } from '../../composer/toolbar.tsx'
import { t } from '../../labels/labels.ts'
import styles from './signature-field.module.css'

/** The own signature, written as it will be shown. Loaded with the editor, on first use. */
export function SignatureField({ html, onChange }: { html: string; onChange: (html: string) => void }) {
  const toolbar = useRef<ToolbarHandle>(null)
  const editor = useDraftEditor({
    label: t('profile.signature'),
    hint: t('profile.signatureEmpty'),
    html,
    revision: 0,
    isEditable: true,
    onChange: (words) => onChange(words.html),
  })
  return (
    <div className={styles.field}>
      <span className={styles.label} aria-hidden="true">
        {t('profile.signature')}
      </span>
      <div className={styles.frame}>
        <EditorArea editor={editor} isResting={false} />
        <div className={styles.foot}>
          <Toolbar editor={editor} handle={toolbar} />
        </div>
      </div>
      <p className={styles.hint}>{t('profile.signatureHint')}</p>
    </div>
  )
}
