import styles from './automation-tab.module.css'
import type { ChannelSection } from './channel-form.ts'

/** *Automation* (S23): what happens by itself with what comes in. */
export function AutomationTab(_props: ChannelSection) {
  return <div className={styles.cards} />
}
