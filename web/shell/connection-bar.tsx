import { WifiOff } from 'lucide-react'
import { reconnectNow, useIsConnectionLost } from '../data/connection.ts'
import { t } from '../labels/labels.ts'
import styles from './connection-bar.module.css'

/** Says that the stream is away, and that nothing need be done about it. */
export function ConnectionBar() {
  const isLost = useIsConnectionLost()
  return (
    <div role="status">
      {isLost && (
        <div className={styles.bar}>
          <WifiOff size={16} strokeWidth={1.75} aria-hidden />
          <span className={styles.text}>{t('shell.offline')}</span>
          <button type="button" className={styles.retry} onClick={reconnectNow}>
            {t('shell.retryNow')}
          </button>
        </div>
      )}
    </div>
  )
}
