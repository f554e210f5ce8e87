import { ArrowRightLeft, Ellipsis, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ChannelSettings } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { MoveChannelDialog } from './move-channel-dialog.tsx'
import { RemoveChannelDialog } from './remove-channel-dialog.tsx'

/** What can be done with a channel besides editing it. */
export function ChannelMenu({ channel }: { channel: ChannelSettings }) {
  const [dialog, setDialog] = useState<'move' | 'remove' | null>(null)
  const close = () => setDialog(null)
  const label = t('channels.more', { address: channel.address })
  return (
    <>
      <Menu
        label={label}
        align="end"
        trigger={(props) => <IconButton {...props} label={label} icon={Ellipsis} iconSize={16} />}
      >
        <MenuItem icon={ArrowRightLeft} onSelect={() => setDialog('move')}>
          {t('channels.move')}
        </MenuItem>
        <MenuItem icon={Trash2} onSelect={() => setDialog('remove')}>
          {t('channels.remove')}
        </MenuItem>
      </Menu>
      {dialog === 'move' && <MoveChannelDialog channel={channel} onClose={close} />}
      {dialog === 'remove' && <RemoveChannelDialog channel={channel} onClose={close} />}
    </>
  )
}
