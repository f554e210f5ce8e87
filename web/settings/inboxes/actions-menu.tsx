import { Archive, ChevronDown, Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import type { InboxSettings, InboxSettingsList } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { ArchiveDialog } from './archive-dialog.tsx'
import { CreateInboxDialog } from './create-inbox-dialog.tsx'
import { RenameDialog } from './rename-dialog.tsx'

type ActionsMenuProps = {
  inbox: InboxSettings
  createRefusal: InboxSettingsList['createRefusal']
  /** Shows another inbox; null: the default one. */
  onShow: (inboxId: string | null) => void
}

/** *Actions* beside *Current view* (S7, S41, S42). */
export function ActionsMenu({ inbox, createRefusal, onShow }: ActionsMenuProps) {
  const [dialog, setDialog] = useState<'rename' | 'create' | 'archive' | null>(null)
  const close = () => setDialog(null)
  return (
    <>
      <Menu
        label={t('settings.actions')}
        trigger={(props) => (
          <Button {...props} variant="ghost">
            {t('settings.actions')}
            <ChevronDown size={14} strokeWidth={1.9} aria-hidden />
          </Button>
        )}
      >
        <MenuItem icon={Pencil} onSelect={() => setDialog('rename')}>
          {t('inboxes.rename')}
        </MenuItem>
        <MenuItem icon={Plus} onSelect={() => setDialog('create')}>
          {t('inboxes.create')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={Archive} onSelect={() => setDialog('archive')}>
          {t('inboxes.archive')}
        </MenuItem>
      </Menu>
      {dialog === 'rename' && <RenameDialog inbox={inbox} onClose={close} />}
      {dialog === 'create' && <CreateInboxDialog refusal={createRefusal} onClose={close} onCreated={onShow} />}
      {dialog === 'archive' && <ArchiveDialog inbox={inbox} onClose={close} onArchived={() => onShow(null)} />}
    </>
  )
}
