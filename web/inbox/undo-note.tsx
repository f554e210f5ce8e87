import { useQueryClient } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useSession } from '../data/session.ts'
import type { TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import styles from './undo-note.module.css'
import { undoSend } from './undo-send.ts'

/** Under a reply of one's own that waits to leave: how long it still does, and the way to take it back. */
export function UndoNote({ item }: { item: TimelineItem }) {
  const { user } = useSession()
  const leavesAt = Math.min(...item.deliveries.map((one) => (one.leavesAt ? Date.parse(one.leavesAt) : 0)))
  const seconds = useSecondsUntil(leavesAt)
  const client = useQueryClient()
  const [isUndoing, setUndoing] = useState(false)
  if (item.author.id !== user.id || seconds <= 0) return null
  const undo = async () => {
    setUndoing(true)
    await undoSend(client, item.threadId, item.id)
    setUndoing(false)
  }
  return (
    <div className={styles.note}>
      <span className={styles.words}>{t('delivery.leavesIn', { seconds })}</span>
      <Button size="sm" icon={Undo2} isLoading={isUndoing} onClick={() => void undo()}>
        {t('done.undo')}
      </Button>
    </div>
  )
}

/** Whole seconds until an instant, counted down; 0 once it is past. Capped, so that a clock that is wrong says nothing odd. */
function useSecondsUntil(instant: number): number {
  const left = () => Math.min(30, Math.max(0, Math.ceil((instant - Date.now()) / 1000)))
  const [seconds, setSeconds] = useState(left)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `left` reads the instant alone
  useEffect(() => {
    setSeconds(left())
    if (instant <= Date.now()) return
    const timer = setInterval(() => {
      setSeconds(left())
      if (instant <= Date.now()) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [instant])
  return seconds
}
