import { useEffect, useRef, useState } from 'react'
import type { TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'

/** Says politely who wrote when a message comes in while the conversation is open. `items`: oldest first. */
export function NewMessageStatus({ items }: { items: TimelineItem[] }) {
  const lastSeenAt = useRef(items.at(-1)?.at ?? '')
  const [text, setText] = useState('')
  useEffect(() => {
    const fresh = items.filter((item) => item.at > lastSeenAt.current)
    lastSeenAt.current = items.at(-1)?.at ?? lastSeenAt.current
    const last = fresh.findLast((item) => item.direction === 'incoming')
    if (last) setText(t('thread.newMessage', { name: last.author.name }))
  }, [items])
  return (
    <div role="status" className="sr-only">
      {text}
    </div>
  )
}
