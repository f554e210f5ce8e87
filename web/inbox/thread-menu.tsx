import { FolderInput, MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { MyThreadRow } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { MoveDialog, useMoveTargets } from './move-dialog.tsx'

/** What is done seldom to a conversation. Not there while there is nothing to do, as with a single inbox. */
export function ThreadMenu({ thread, onMove }: { thread: MyThreadRow; onMove: (inboxId: string) => void }) {
  const [isMoving, setMoving] = useState(false)
  const targets = useMoveTargets(thread)
  if (targets.length === 0) return null
  return (
    <>
      <Menu
        label={t('thread.more')}
        align="end"
        trigger={(props) => <IconButton {...props} label={t('thread.more')} icon={MoreHorizontal} />}
      >
        <MenuItem icon={FolderInput} onSelect={() => setMoving(true)}>
          {t('move.action')}
        </MenuItem>
      </Menu>
      {isMoving && <MoveDialog thread={thread} onMove={onMove} onClose={() => setMoving(false)} />}
    </>
  )
}
