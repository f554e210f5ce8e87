import { Download, Ellipsis, Reply } from 'lucide-react'
import type { TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { requestComposer } from './composer-focus.ts'

/** What else can be done with one mail. */
export function MailMenu({ item, rawUrl, canReply }: { item: TimelineItem; rawUrl: string; canReply: boolean }) {
  return (
    <Menu
      label={t('item.more')}
      align="end"
      trigger={(props) => <IconButton {...props} size="sm" label={t('item.more')} icon={Ellipsis} />}
    >
      {canReply && (
        <MenuItem icon={Reply} onSelect={() => requestComposer('reply', item.id)}>
          {t('item.reply')}
        </MenuItem>
      )}
      {/* The answer is an attachment, so the page stays. */}
      <MenuItem icon={Download} onSelect={() => location.assign(rawUrl)}>
        {t('item.raw')}
      </MenuItem>
    </Menu>
  )
}
