import { TriangleAlert } from 'lucide-react'
import type { ChannelSettings } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Note } from '../../ui/note.tsx'

/** Whom a rule chooses in vain, each with the reason; nothing where all is well. */
export function BrokenRule({ broken }: { broken: ChannelSettings['assignment']['broken'] }) {
  if (broken.length === 0) return null
  const names = broken.map(({ name, reason }) => `${name} (${t(`assignment.cannot.${reason}`)})`).join(', ')
  return (
    <Note tone="bad" icon={TriangleAlert}>
      {t('assignment.broken', { names })}
    </Note>
  )
}
