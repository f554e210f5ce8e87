import { t } from '../labels/labels.ts'
import styles from './signature-fold.module.css'
import { SignatureHtml } from './signature-html.tsx'

/** The signature that closes a mail, behind one word: it is the same under each. */
export function SignatureFold({ html }: { html: string }) {
  return (
    <details className={styles.fold}>
      <summary className={styles.word}>{t('signature.name')}</summary>
      <SignatureHtml html={html} />
    </details>
  )
}
