import { Check, Copy, Download, Printer } from 'lucide-react'
import { useState } from 'react'
import { useSession } from '../../data/session.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import styles from './security.module.css'

/** The codes, this once; and every way of keeping them. */
export function RecoveryCodes({ codes, onSaved }: { codes: readonly string[]; onSaved: () => void }) {
  const { user } = useSession()
  const [isCopied, setCopied] = useState(false)
  const text = `${t('security.codesFile', { email: user.email })}\n\n${codes.join('\n')}\n`
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <div className={styles.form}>
      <div className={styles.printed}>
        <p>{t('security.saveCodesText')}</p>
        <ol className={styles.codes} aria-label={t('security.recoveryCodes')}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
      </div>
      <div className={styles.keep}>
        {/* Not over plain http: browsers have no clipboard there. */}
        {'clipboard' in navigator && (
          <Button size="sm" icon={isCopied ? Check : Copy} onClick={() => void copy()}>
            {t(isCopied ? 'security.copied' : 'security.copy')}
          </Button>
        )}
        <Button size="sm" icon={Download} onClick={() => download(text)}>
          {t('security.download')}
        </Button>
        <Button size="sm" icon={Printer} onClick={() => window.print()}>
          {t('security.print')}
        </Button>
      </div>
      <div className={styles.buttons}>
        <Button variant="primary" onClick={onSaved}>
          {t('security.codesSaved')}
        </Button>
      </div>
    </div>
  )
}

function download(text: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = 'samtale-recovery-codes.txt'
  link.click()
  URL.revokeObjectURL(link.href)
}
