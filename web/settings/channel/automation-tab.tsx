import { AssignmentCard } from './assignment-card.tsx'
import styles from './automation-tab.module.css'
import type { ChannelSection } from './channel-form.ts'
import { TicketCard } from './ticket-card.tsx'

/** *Automation* (S23): what happens by itself with what comes in. */
export function AutomationTab(section: ChannelSection) {
  return (
    <div className={styles.cards}>
      <AssignmentCard {...section} />
      <TicketCard {...section} />
    </div>
  )
}
