import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, Check, CircleCheck, CircleDot, Eye, PanelRight, RotateCcw } from 'lucide-react'
import { overviewQuery } from '../data/queries.ts'
import type { ThreadDetails } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { Avatar, NobodyAvatar } from '../ui/avatar.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { phoneQuery, useMedia } from '../ui/use-media.ts'
import { AssigneePicker } from './assignee-picker.tsx'
import styles from './thread-bar.module.css'
import { ThreadMenu } from './thread-menu.tsx'
import { useOpenThread } from './use-inbox-place.ts'

type ThreadBarProps = {
  details: ThreadDetails
  hasDetails: boolean
  onToggleDetails: () => void
  onToggleStatus: () => void
  onAssign: (assigneeId: string | null) => void
  onMove: (inboxId: string) => void
}

/** Subject, status, assignee, and closing or reopening. */
export function ThreadBar({ details, hasDetails, onToggleDetails, onToggleStatus, onAssign, onMove }: ThreadBarProps) {
  const openThread = useOpenThread()
  const isPhone = useMedia(phoneQuery)
  const { thread, contact, mayAct } = details
  const isOpen = thread.status === 'open'
  const verb = isOpen ? t('thread.close') : t('thread.reopen')
  return (
    <header className={styles.head}>
      <div className={styles.bar}>
        {isPhone && (
          <IconButton label={t('thread.back')} icon={ArrowLeft} iconSize={22} onClick={() => openThread(null)} />
        )}
        <div className={styles.titles}>
          {isPhone && <p className={styles.name}>{contact.name}</p>}
          <h2 className={styles.subject}>{thread.subject || t('row.noSubject')}</h2>
        </div>
        <span className={hasDetails ? styles.hideDetails : undefined}>
          <IconButton
            label={hasDetails ? t('thread.hideDetails') : t('thread.showDetails')}
            icon={PanelRight}
            keys="]"
            aria-expanded={hasDetails}
            onClick={onToggleDetails}
          />
        </span>
        {mayAct && <ThreadMenu thread={thread} onMove={onMove} />}
        {mayAct &&
          (isPhone ? (
            <IconButton label={verb} icon={isOpen ? CircleCheck : RotateCcw} iconSize={22} onClick={onToggleStatus} />
          ) : (
            <Button icon={isOpen ? Check : RotateCcw} keys="E" onClick={onToggleStatus}>
              {verb}
            </Button>
          ))}
      </div>
      <div className={styles.meta}>
        <Chip tone={isOpen ? 'neutral' : 'ok'} icon={isOpen ? CircleDot : Check}>
          {isOpen ? t('thread.open') : t('thread.closed')}
        </Chip>
        {mayAct && thread.inboxIds[0] ? (
          <AssigneePicker inboxId={thread.inboxIds[0]} assigneeId={thread.assigneeId} onAssign={onAssign} />
        ) : (
          <>
            <Assignee id={thread.assigneeId} />
            <span className={styles.viewOnly}>
              <Chip icon={Eye}>{t('thread.viewOnly')}</Chip>
            </span>
          </>
        )}
      </div>
    </header>
  )
}

/** Who looks after it, for who may not change that. */
function Assignee({ id }: { id: string | null }) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const assignee = colleagues.find((colleague) => colleague.id === id)
  return (
    <Chip>
      {assignee ? <Avatar id={assignee.id} name={assignee.name} size={16} /> : <NobodyAvatar size={16} />}
      {assignee?.name ?? t('thread.unassigned')}
    </Chip>
  )
}
