import { Download, Ellipsis, FileCode, Printer, Reply } from 'lucide-react'
import type { TimelineItem } from '../data/types.ts'
import { currentLanguage, t } from '../labels/labels.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { requestComposer } from './composer-focus.ts'

type MailMenuProps = { item: TimelineItem; rawUrl: string; canReply: boolean; showsImages: boolean }

/** What else can be done with one mail. */
export function MailMenu({ item, rawUrl, canReply, showsImages }: MailMenuProps) {
  // Pages of their own: what a stranger wrote runs nothing and reaches nothing of this one.
  const open = (page: 'print' | 'original', query: Record<string, string>) =>
    window.open(
      `/api/messages/${item.id}/${page}?${new URLSearchParams({ lang: currentLanguage(), ...query })}`,
      '_blank',
      'noopener',
    )
  const print = () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    open('print', { zone: timeZone, ...(showsImages ? { images: 'shown' } : {}) })
  }
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
      <MenuItem icon={Printer} onSelect={print}>
        {t('mail.print')}
      </MenuItem>
      <MenuItem icon={FileCode} onSelect={() => open('original', {})}>
        {t('mail.original')}
      </MenuItem>
      {/* The answer is an attachment, so the page stays. */}
      <MenuItem icon={Download} onSelect={() => location.assign(rawUrl)}>
        {t('item.raw')}
      </MenuItem>
    </Menu>
  )
}
