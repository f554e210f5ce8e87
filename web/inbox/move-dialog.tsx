import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { UserRoundX } from 'lucide-react'
import { useState } from 'react'
import { assignableQuery, overviewQuery } from '../data/queries.ts'
import type { MyThreadRow } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { LabelledSelect } from '../ui/labelled-select.tsx'
import { Note } from '../ui/note.tsx'
import styles from './move-dialog.module.css'

type MoveDialogProps = { thread: MyThreadRow; onMove: (inboxId: string) => void; onClose: () => void }

/** *Move to inbox* (W6): which one, and what the move would undo. */
export function MoveDialog({ thread, onMove, onClose }: MoveDialogProps) {
  const { inboxes } = useSuspenseQuery(overviewQuery).data
  const targets = useMoveTargets(thread)
  const [chosen, setChosen] = useState(targets[0]?.id ?? '')
  const home = inboxes.find(({ id }) => id === thread.inboxIds[0])
  return (
    <Dialog
      title={t('move.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            variant="primary"
            onClick={() => {
              onClose()
              onMove(chosen)
            }}
          >
            {t('move.move')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {home && <p>{t('move.text', { inbox: home.name })}</p>}
        <LabelledSelect
          label={t('move.choose')}
          value={chosen}
          options={targets.map(({ id, name }) => ({
            value: id,
            label: name,
            leading: <Avatar id={`inbox-${id}`} name={name} size={20} isTeam />,
          }))}
          onSelect={setChosen}
        />
        <Unassigns thread={thread} inboxId={chosen} />
      </div>
    </Dialog>
  )
}

/** Inboxes that a conversation can go to: those where the person may act and that do not show it yet. */
export function useMoveTargets(thread: MyThreadRow) {
  const { inboxes } = useSuspenseQuery(overviewQuery).data
  return inboxes.filter(({ id, mayAct }) => mayAct && !thread.inboxIds.includes(id))
}

/** Whoever looks after it and does not work in the other inbox is told of before the move, not after. */
function Unassigns({ thread, inboxId }: { thread: MyThreadRow; inboxId: string }) {
  const { colleagues, inboxes } = useSuspenseQuery(overviewQuery).data
  const { data: assignable } = useQuery(assignableQuery(inboxId))
  const assignee = colleagues.find(({ id }) => id === thread.assigneeId)
  const inbox = inboxes.find(({ id }) => id === inboxId)
  if (!assignee || !inbox || !assignable || assignable.results.some(({ id }) => id === assignee.id)) return null
  return <Note icon={UserRoundX}>{t('move.unassigns', { name: assignee.name, inbox: inbox.name })}</Note>
}
